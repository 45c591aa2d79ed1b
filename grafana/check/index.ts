export { askGrafana, type GrafanaAccess, GrafanaFault } from './ask-grafana';
export { causeAll } from './causes/cause-all';
export { faultsOf, judgeDashboards, type JudgeOptions, type PanelVerdict } from './judge-dashboards';
export { GRAFANA_NOT_RUN, reportText } from './report';
export { type Target, targetOf } from './target';
export type { Span, Timeline } from './timeline';
