import type { ServiceInstance } from '#contracts';
import { type ServiceDocument, SERVICES, toServiceInstance } from '#read-model';
import type { ReadModelAccess } from '../read-model-access/read-model-access';

const MOST = 1_000;

/** The processes of the platform, those that told of themselves lately. */
export class ServicesQueries {
  constructor(private readonly access: ReadModelAccess) {}

  async list(): Promise<ServiceInstance[]> {
    const told = await this.access.peek<ServiceDocument, ServiceDocument[]>(SERVICES.collection, (services) => services.find({}, { maxTimeMS: 5_000 }).sort({ service: 1, _id: 1 }).limit(MOST).toArray());
    return told.map(toServiceInstance);
  }
}
