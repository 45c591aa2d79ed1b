import type { Alert } from '#contracts';
import type { ReadModelDefinition, ReadModelDocument } from '../projector';
import { fromJsonText, type JsonText } from './json-text';

/** One occurrence of an alert: the `Alert` of the contract, its labels as text, since their names are other people's. */
export type AlertDocument = ReadModelDocument & Omit<Alert, 'labels'> & { readonly labels: JsonText };

/** `_id` begins with the beginning of the occurrence: descending, it is the latest first. There are few of them beside jobs; an index for each filter costs nothing. */
export const ALERTS = {
  name: 'alerts',
  version: 1,
  indexes: [
    { name: 'fingerprint_latest', key: { fingerprint: 1, _id: -1 } },
    { name: 'state_latest', key: { state: 1, _id: -1 } },
    { name: 'severity_latest', key: { severity: 1, _id: -1 } },
    { name: 'category_latest', key: { category: 1, _id: -1 } },
  ],
} as const satisfies ReadModelDefinition;

/** Names one occurrence: what makes two of them one is the alert and its beginning. */
export function alertId({ fingerprint, startsAt }: Pick<Alert, 'fingerprint' | 'startsAt'>): string {
  return `${startsAt}/${fingerprint}`;
}

export function toAlert({ _id, version: _version, position: _position, labels, ...rest }: AlertDocument): Alert {
  return { ...rest, labels: fromJsonText<Alert['labels']>(labels) ?? {} };
}

/** The same fields in the same order whatever has happened, so that equal alerts are equal bytes. */
export function toAlertDocument(alert: Alert, place: { readonly version: number; readonly position: number }): AlertDocument {
  const { fingerprint, name, state, severity, category, service, summary, description, runbookUrl, generatorUrl, startsAt, endsAt, firedAt, resolvedAt, resolvedBy, escalatedAt, labels } = alert;
  const acknowledged = alert.acknowledged && { at: alert.acknowledged.at, by: alert.acknowledged.by, note: alert.acknowledged.note };
  const text = JSON.stringify(Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))));
  return {
    _id: alertId(alert), fingerprint, name, state, severity, category, service, summary, description, runbookUrl, generatorUrl, startsAt, endsAt, firedAt, resolvedAt, resolvedBy, acknowledged, escalatedAt,
    labels: text, version: place.version, position: place.position,
  };
}
