import type { PolicyRefused as PolicyRefusedEvent, ReloadPolicyResponse } from '#contracts';
import type { ControlsSnapshot, PolicyControls } from '#domain';
import { type ChangeOrigin, type ResourceDecision, type ResourceStore, uuidV7 } from '#event-log';
import { type CompiledPack, PolicyInForce, PolicyRefused } from '#governance';
import { ApiError } from '#http';
import { counter, gauge, type Logger } from '#observability';
import type { Operator } from '../set-controls/pausable';

/** The one policy of the platform, as a resource. */
const POLICY = ['policy', 'pack'] as const;

export interface PolicyReloadsParts {
  readonly policy: PolicyInForce;
  readonly resources: Pick<ResourceStore, 'change'>;
  readonly controls: { readonly snapshot: ControlsSnapshot; onChanged(listener: (snapshot: ControlsSnapshot) => void): void };
  readonly instanceId: string;
  readonly logger: Pick<Logger, 'info' | 'error'>;
}

/**
 * Takes another policy file, on every gateway. Rules come from the file alone; what goes through the store is which file holds: a resource with its hash and
 * the number of reloads that were asked for. It stands between jobs and their grants like a pause: the change raises the version of the controls, every gateway
 * is woken by it over the broker, reads its own file, and until it has, the store refuses its grants.
 *
 * A file that cannot be used changes nothing anywhere. A gateway whose file is another than that of the one that was asked keeps what it has, and says so.
 */
export class PolicyReloads {
  private reloadsSeen: number | undefined;
  private readonly loads = {
    changed: counter('policyLoads').labels({ outcome: 'changed' }),
    unchanged: counter('policyLoads').labels({ outcome: 'unchanged' }),
    POLICY_UPDATE_FAILED: counter('policyLoads').labels({ outcome: 'update_failed' }),
    POLICY_INTEGRITY_CHECK_FAILED: counter('policyLoads').labels({ outcome: 'integrity_check_failed' }),
  };
  private readonly departs = gauge('policyDeparts').labels({});

  constructor(private readonly parts: PolicyReloadsParts) {
    parts.controls.onChanged((snapshot) => this.controlsChanged(snapshot));
    this.departs.set(0);
  }

  /** Whether this process goes by another pack than the platform. */
  get platformHash(): string | undefined {
    return this.parts.controls.snapshot.policy()?.hash;
  }

  /**
   * Reads the file, and lets every gateway do so.
   *
   * @throws ApiError policy_update_failed or policy_integrity_check_failed, and then nothing has changed; the store's errors
   */
  async reload(operator: Operator, origin: ChangeOrigin): Promise<ReloadPolicyResponse> {
    const { policy } = this.parts;
    const previousHash = policy.pack.hash;
    let read: CompiledPack;
    try {
      read = policy.read();
    } catch (error) {
      if (!(error instanceof PolicyRefused)) throw error;
      await this.refused(error, operator.by, origin);
      throw new ApiError(error.fault === 'POLICY_UPDATE_FAILED' ? 'policy_update_failed' : 'policy_integrity_check_failed', { detail: `${error.message}; ${previousHash.slice(0, 12)} goes on to hold` });
    }
    await this.record(read, operator, origin, 1);
    // Told of by the change of the controls, unless the store could not be asked for them.
    if (policy.pack.hash !== read.hash) this.take(read);
    return { hash: read.hash, previousHash, changed: read.hash !== previousHash, rules: read.pack.rules.length };
  }

  /** What is in force now, after a start or a change of the controls; asks nobody where everything is as it was. */
  private controlsChanged(snapshot: ControlsSnapshot): void {
    const wanted = snapshot.policy();
    const first = this.reloadsSeen === undefined;
    const asked = !first && wanted !== undefined && wanted.reloads > (this.reloadsSeen ?? 0);
    this.reloadsSeen = wanted?.reloads ?? 0;
    if (asked) this.readAgain(wanted);
    else if (first) void this.started(wanted);
    this.departs.set(wanted !== undefined && wanted.hash !== this.parts.policy.pack.hash ? 1 : 0);
  }

  private readAgain(wanted: PolicyControls): void {
    const { policy } = this.parts;
    if (policy.pack.hash === wanted.hash) return this.loads.unchanged.inc();
    try {
      const read = policy.read();
      if (read.hash !== wanted.hash) throw new PolicyRefused('POLICY_INTEGRITY_CHECK_FAILED', policy.file, [`is ${read.hash}, the platform goes by ${wanted.hash}`]);
      this.take(read);
    } catch (error) {
      if (!(error instanceof PolicyRefused)) throw error;
      void this.refused(error, 'reload', { correlationId: uuidV7() });
    }
  }

  private take(read: CompiledPack): void {
    const { policy, logger } = this.parts;
    const before = policy.pack.hash;
    policy.adopt(read);
    this.loads.changed.inc();
    this.departs.set(0);
    logger.info({ hash: read.hash, previousHash: before, rules: read.pack.rules.length }, 'another policy is in force');
  }

  /** A start with another file than the platform went by is a change as well; nobody else is asked to read theirs. A pack that allows everything need not be told of. */
  private async started(recorded: PolicyControls | undefined): Promise<void> {
    const { pack } = this.parts.policy;
    if (recorded === undefined ? pack.isConstant && pack.pack.default === 'allow' : recorded.hash === pack.hash) return;
    try {
      await this.record(pack, { by: 'startup' }, { correlationId: uuidV7() }, 0);
    } catch (err) {
      this.parts.logger.error({ err }, 'the policy in force could not be recorded');
    }
  }

  private async record({ hash, pack }: CompiledPack, { by, reason }: Operator, origin: ChangeOrigin, asked: 0 | 1): Promise<void> {
    await this.parts.resources.change<PolicyControls, undefined>(...POLICY, origin, (state, { now }): ResourceDecision<PolicyControls, undefined> => {
      const changed = state?.hash !== hash;
      if (!changed && asked === 0) return { outcome: undefined };
      const payload = { pack: pack.name, hash, ...(state !== undefined && { previousHash: state.hash }), rules: pack.rules.length, at: now, by, ...(reason !== undefined && { reason }) };
      return { state: { hash, reloads: (state?.reloads ?? 0) + asked }, events: changed ? [{ type: 'policy.activated', at: now, payload }] : [], outcome: undefined };
    });
  }

  private async refused({ fault, message }: PolicyRefused, by: string, origin: ChangeOrigin): Promise<void> {
    const { policy, instanceId, logger, resources } = this.parts;
    const { hash } = policy.pack;
    this.loads[fault].inc();
    logger.error({ code: fault, detail: message, hash }, `${fault}: a policy file was not taken, the one before goes on to hold`);
    try {
      await resources.change<PolicyControls, undefined>(...POLICY, origin, (state, { now }) => {
        const payload: PolicyRefusedEvent = { code: fault, detail: message.slice(0, 2_000), hash, instanceId, at: now, by };
        return { state: state ?? { hash, reloads: 0 }, events: [{ type: 'policy.refused', at: now, payload }], outcome: undefined };
      });
    } catch (err) {
      logger.error({ err }, 'that a policy file was not taken could not be recorded');
    }
  }
}
