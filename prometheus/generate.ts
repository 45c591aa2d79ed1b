import { writeCommitted } from './committed';

/** `npm run observability:generate`: writes what `prometheus/source` and `alertmanager/source` say. */
console.log(writeCommitted());
