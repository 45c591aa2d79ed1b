import { appUrl } from '../../deploy/native/apps/app-definitions';
import { stackPorts, stackUrls } from '../../deploy/native';

/** The running system that the check acts upon: a native stack, because faults are caused by the process ids that it wrote down. */
export interface Target {
  readonly stack: string;
  readonly gateway: string;
  readonly observatory: string;
  readonly prometheus: string;
  readonly rabbitmqManagement: string;
}

export function targetOf(stack: string): Target {
  const ports = stackPorts(stack);
  const { prometheus, rabbitmqManagement } = stackUrls(stack);
  return { stack, gateway: appUrl('gateway', ports), observatory: appUrl('observatory', ports), prometheus, rabbitmqManagement };
}
