import type { JsonText } from '../../environment/json-text';
import { pointerOf, throwIfAny, type Problem } from '../../environment/problem';
import { checked, isRecord } from './checked';
import { JsonEdit } from './json-edit';

type Path = (string | number)[];
type Types = Readonly<Record<string, 'string' | 'boolean'>>;

/** What scripts-ts/idm/report.ts writes, and the id that IDM gives each event. */
const fields: Types = {
  _id: 'string',
  transactionId: 'string',
  timestamp: 'string',
  eventName: 'string',
  userId: 'string',
  runAs: 'string',
  objectId: 'string',
  operation: 'string',
  status: 'string',
  message: 'string',
  passwordChanged: 'boolean',
};

/** The topic whose handlers get ours as well: it is where our events go without a topic of their own. */
const neighbour = 'activity';

/**
 * The schema of a topic of our own. Every key of `eventTopics` that IDM does not know is one, and needs a schema: fields
 * that it does not name are dropped by handlers that write columns. (OpenIDM: AuditServiceImpl.getCustomTopics and
 * auditTopics.json; ForgeRock and Ping: "Custom audit event topics" of the audit guide.)
 */
export function topicSchema(): Record<string, unknown> {
  return {
    $schema: 'http://json-schema.org/draft-04/schema#',
    id: '/',
    type: 'object',
    properties: Object.fromEntries(Object.entries(fields).map(([name, type]) => [name, propertyOf(name, type)])),
  };
}

/** The fields of our events as filter policies name them. */
export function topicFields(topic: string): string[] {
  return Object.keys(fields).map((field) => `/${topic}/${field}`);
}

/**
 * The customer's audit.json with a topic of our own, with its name in each handler that logs `activity`, and every other byte
 * as it was. Where the platform logs only fields that are known to be safe (`safelist`), those of the topic are named to it.
 *
 * Throws a KnownFailure: `no-audit-json` when this is no such file; `audit-topic` when something of that name is declared and
 * contradicts; `audit-no-handler` when no handler that is switched on would take the events.
 */
export function mergeAudit(json: JsonText, topic: string, { safelist }: { safelist: boolean }): string {
  const draft = new Draft(json);
  draft.complete([], { eventTopics: { [topic]: { schema: topicSchema() } } });
  if (safelist) {
    draft.complete([], { auditServiceConfig: { filterPolicies: { field: { includeIf: topicFields(topic) } } } });
  }
  draft.handlers(topic);
  throwIfAny(draft.problems);
  return checked(json, draft.edit, draft.expected);
}

/** Edits the text and, apart from it, the value. */
class Draft {
  readonly edit: JsonEdit;
  readonly expected: Record<string, unknown>;
  readonly problems: Problem[] = [];

  constructor(private readonly json: JsonText) {
    this.edit = new JsonEdit(json.text);
    const value: unknown = JSON.parse(json.text);
    this.expected = isRecord(value) ? value : {};
    const mend = "Name the project whose conf holds IDM's own audit.json.";
    if (!Array.isArray(this.expected.eventHandlers)) {
      this.objectTo('no-audit-json', ['eventHandlers'], 'is no list, and audit.json has one', mend);
      throwIfAny(this.problems);
    }
  }

  /** Adds what is missing to the object at a path: keys to objects, elements to lists. Of what is there only a type can contradict. */
  complete(path: Path, wanted: Record<string, unknown>, present: Record<string, unknown> = this.expected): void {
    for (const [key, value] of Object.entries(wanted)) {
      const at = [...path, key];
      const there = present[key];
      if (there === undefined) {
        this.edit.insert(at, value);
        present[key] = JSON.parse(JSON.stringify(value)) as unknown;
      } else if (Array.isArray(value) && Array.isArray(there)) {
        for (const element of (value as unknown[]).filter((each) => !there.includes(each))) {
          this.edit.insert([...at, there.length], element);
          there.push(element);
        }
      } else if (isRecord(value) && isRecord(there)) {
        this.complete(at, value, there);
      } else if (typeof value === 'object' || (key === 'type' && there !== value)) {
        const mend = `Write ${JSON.stringify(value)} there, or choose another audit.topic in the environment.`;
        this.objectTo('audit-topic', at, "contradicts what our events' topic needs", mend);
      }
    }
  }

  handlers(topic: string): void {
    let taken = false;
    (this.expected.eventHandlers as unknown[]).forEach((handler, index) => {
      const config = isRecord(handler) && isRecord(handler.config) ? handler.config : {};
      const { topics, enabled } = config;
      // `enabled` may also be a reference, which only the server resolves.
      if (!Array.isArray(topics) || enabled === false) return;
      if (!topics.includes(topic) && topics.includes(neighbour)) {
        this.edit.insert(['eventHandlers', index, 'config', 'topics', topics.length], topic);
        topics.push(topic);
      }
      taken ||= topics.includes(topic);
    });
    if (taken) return;
    const what = `no handler that is switched on logs ${neighbour}, so that nobody would take events of ${topic}`;
    const mend = `Write "${topic}" into the topics of the handler that shall log them.`;
    this.objectTo('audit-no-handler', ['eventHandlers'], what, mend);
  }

  private objectTo(code: string, path: Path, what: string, mend: string): void {
    this.problems.push({ code, file: this.json.file, pointer: pointerOf(path), what, mend });
  }
}

function propertyOf(name: string, type: string): { id: string; type: string } {
  return { id: name, type };
}
