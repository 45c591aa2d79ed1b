import { type AlertSeverity, ALERT_SEVERITIES, type AlertWebhookRequest, validator } from '#contracts';
import type { ReportedAlert } from './alert-record';

type WebhookAlert = AlertWebhookRequest['alerts'][number];

const FINGERPRINT = /^[A-Za-z0-9_-]{1,64}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:/;
const WEB = /^https?:/i;
/** Neither the database nor a screen has a use for them. */
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

const MOST_LABELS = 64;
const LONGEST_LABEL_NAME = 128;
const LONGEST_LABEL = 1_000;

const valid = validator('Alert');

/**
 * An alert of the webhook in our words, or undefined if it cannot be one: it has no name, no fingerprint or no beginning. Whoever may post here may
 * write anything into labels and annotations, and people will read it in a browser: texts are cut to what the contract allows and rid of what is no text,
 * links lead to the web or nowhere.
 */
export function readAlert({ status, labels, annotations = {}, startsAt, endsAt, generatorURL, fingerprint }: WebhookAlert): ReportedAlert | undefined {
  const name = cut(labels.alertname, 128);
  const begins = instantOf(startsAt);
  if (name === undefined || begins === undefined || !FINGERPRINT.test(fingerprint)) return undefined;
  const alert: ReportedAlert = {
    fingerprint,
    name,
    state: status,
    severity: severityOf(labels.severity),
    category: cut(labels.category, 64),
    service: cut(labels.service, 128),
    summary: cut(annotations.summary, 500) ?? name,
    description: cut(annotations.description, 4_000),
    runbookUrl: linkOf(annotations.runbook_url),
    generatorUrl: linkOf(generatorURL),
    startsAt: begins,
    endsAt: status === 'resolved' ? instantOf(endsAt) : undefined,
    labels: labelsOf(labels),
  };
  if (valid(alert).ok) return alert;
  // Of what was made to fit, only links may still be none.
  const unlinked = { ...alert, runbookUrl: undefined, generatorUrl: undefined };
  return valid(unlinked).ok ? unlinked : undefined;
}

function severityOf(label: string | undefined): AlertSeverity {
  return ALERT_SEVERITIES.find((one) => one === label) ?? (label === 'none' ? 'info' : 'warning');
}

/** In the order of their names, so that equal alerts are equal texts. */
function labelsOf(labels: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(labels)
    .filter(([name]) => name.length <= LONGEST_LABEL_NAME && clean(name) === name)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, MOST_LABELS);
  return Object.fromEntries(kept.map(([name, value]) => [name, clean(value).slice(0, LONGEST_LABEL).toWellFormed()]));
}

function cut(text: string | undefined, longest: number): string | undefined {
  const left = clean(text ?? '').trim().slice(0, longest).toWellFormed();
  return left === '' ? undefined : left;
}

function clean(text: string): string {
  return text.replace(UNPRINTABLE, '').toWellFormed();
}

/** An address of the web, or a path beside the page that shows it. */
function linkOf(text: string | undefined): string | undefined {
  const link = cut(text, 2_001);
  if (link === undefined || link.length > 2_000 || (SCHEME.test(link) && !WEB.test(link)) || link.startsWith('//')) return undefined;
  return link;
}

/** RFC 3339 with any precision and offset, as ours: UTC, milliseconds. */
function instantOf(text: string | undefined): string | undefined {
  if (text === undefined || !INSTANT.test(text)) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) || ms <= 0 ? undefined : new Date(ms).toISOString();
}
