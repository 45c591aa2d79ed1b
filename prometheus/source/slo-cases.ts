import type { AlertCase } from './alert';
import type { SloId } from './slo';

type Found = Required<Pick<AlertCase, 'onset' | 'value' | 'recovery'>> & Pick<AlertCase, 'silentFor' | 'remains'>;

/**
 * When the burn-rate alerts fire in their tests, at which share, and how long after the repair their windows are clean again: what
 * promtool computes from ten quiet minutes, a failure, and its repair. `slow` is missing where a slow burn is no ticket, or where the
 * indicator is good or bad and nothing between.
 */
export const SLO_CASES: Readonly<Record<SloId, { readonly complete: Found; readonly slow?: Found }>> = {
  availability: { complete: { silentFor: '0m', onset: '0m', value: '6.122%', recovery: '40m', remains: { fires: ['warning'], value: '3.937%' } }, slow: { onset: '10m', value: '0.2273%', recovery: '370m' } },
  response_time_200ms: { complete: { onset: '1m', value: '11.11%', recovery: '40m', remains: { fires: ['warning'], value: '5.792%' } }, slow: { onset: '4m', value: '6.522%', recovery: '370m' } },
  response_time_target: { complete: { onset: '6m', value: '37.97%', recovery: '40m' } },
  management_commands: { complete: { silentFor: '0m', onset: '1m', value: '11.11%', recovery: '40m', remains: { fires: ['warning'], value: '5.792%' } }, slow: { onset: '4m', value: '1.304%', recovery: '370m' } },
  own_client_errors: { complete: { onset: '0m', value: '6.122%', recovery: '40m', remains: { fires: ['warning'], value: '3.937%' } }, slow: { onset: '10m', value: '0.2273%', recovery: '370m' } },
  job_success: { complete: { silentFor: '0m', onset: '1m', value: '11.11%', recovery: '40m', remains: { fires: ['warning'], value: '5.792%' } }, slow: { onset: '4m', value: '1.304%', recovery: '370m' } },
  submit_to_visible: { complete: { silentFor: '0m', onset: '1m', value: '11.11%', recovery: '40m', remains: { fires: ['warning'], value: '5.792%' } }, slow: { onset: '4m', value: '1.304%', recovery: '370m' } },
  convergence: { complete: { onset: '0m', value: '16.67%', recovery: '370m' } },
};
