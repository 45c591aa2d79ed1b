import type { ConformanceCase } from '../case';
import { ASKING_CASES } from './asking';
import { CONNECTION_CASES } from './connections';
import { MESSAGE_CASES } from './messages';
import { PROCESS_CASES } from './process';
import { RUNNING_CASES } from './running';

export const CASES: readonly ConformanceCase[] = [...MESSAGE_CASES, ...ASKING_CASES, ...RUNNING_CASES, ...CONNECTION_CASES, ...PROCESS_CASES];
