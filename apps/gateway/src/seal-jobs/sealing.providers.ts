import type { FactoryProvider } from '@nestjs/common';
import { uuidV7 } from '#event-log';
import { KeyEncryptionKeys, OwnedDataKeys } from '#sealing';
import { Consents } from '../consents/consents';
import { ConsentsController } from '../consents/consents.controller';
import type { GatewayEnv } from '../gateway.env';
import { GatewayStore } from '../store/gateway-store';
import { DataKeysController } from './data-keys.controller';
import { RevealJobController } from './reveal-job.controller';
import { SealJobs, type EncryptionMode } from './seal-jobs';
import { Subjects } from './subjects';
import { SubjectsController } from './subjects.controller';

export const SEALING_CONTROLLERS = [DataKeysController, RevealJobController, SubjectsController, ConsentsController] as const;

/** In production everything is sealed unless somebody says otherwise. */
export function encryptionMode({ ENCRYPTION_MODE, NODE_ENV }: Pick<GatewayEnv, 'ENCRYPTION_MODE' | 'NODE_ENV'>): EncryptionMode {
  return ENCRYPTION_MODE ?? (NODE_ENV === 'production' ? 'all' : 'sensitive');
}

export function sealingProviders(env: Pick<GatewayEnv, 'ENCRYPTION_KEYS' | 'ENCRYPTION_MODE' | 'NODE_ENV'>): FactoryProvider[] {
  return [
    {
      provide: SealJobs,
      useFactory: ({ dataKeys, controls }: GatewayStore) => {
        const keys = env.ENCRYPTION_KEYS.length === 0 ? undefined : new OwnedDataKeys(new KeyEncryptionKeys(env.ENCRYPTION_KEYS), dataKeys, uuidV7);
        const limitedBy = (): string[] => controls.snapshot.limits().flatMap(({ keyBy }) => (keyBy === undefined || keyBy === 'tenant' ? [] : [keyBy]));
        return new SealJobs({ keys, mode: encryptionMode(env), limitedBy });
      },
      inject: [GatewayStore],
    },
    {
      provide: Subjects,
      useFactory: ({ dataKeys: keys, jobs, jobsOfKey, clock }: GatewayStore, seals: SealJobs) => new Subjects({ seals, keys, jobs, jobsOfKey, nowMs: () => clock.nowMs() }),
      inject: [GatewayStore, SealJobs],
    },
    { provide: Consents, useFactory: ({ resources }: GatewayStore, seals: SealJobs) => new Consents(resources, seals), inject: [GatewayStore, SealJobs] },
  ];
}
