import path from 'node:path';
import type { Additions, CustomerFile } from '../conf/merge';
import { endpointRule } from '../conf/merge/access-rule';
import { topicFields, topicSchema } from '../conf/merge/audit';
import { hookConfig, hookNames, hookStatement, hooks } from '../conf/merge/hooks';
import { orientdbClasses } from '../conf/merge/orientdb';
import { platformFacts } from '../platform';
import type { PlannedFile } from './manifest';
import { prettyJson } from './pretty-json';

/** What to add to the files of the customer's that the build was not shown, with directions. */
export function fragmentsFor(additions: Additions, files: readonly CustomerFile[]): PlannedFile[] {
  if (files.length === 0) return [];
  const sections = files.map((file) => fragments[file].directions(additions));
  return [
    ...files.map((file) => ({
      path: `fragments/${path.posix.basename(file)}`,
      content: prettyJson(fragments[file].value(additions)),
    })),
    { path: 'fragments/README.md', content: `${[introduction, ...sections].join('\n\n')}\n` },
  ];
}

interface Fragment {
  readonly value: (additions: Additions) => object;
  readonly directions: (additions: Additions) => string;
}

const fragments: Readonly<Record<CustomerFile, Fragment>> = {
  'conf/managed.json': { value: managedFragment, directions: managedDirections },
  'conf/repo.orientdb.json': {
    value: ({ outbox }) => ({ dbStructure: { orientdbClass: orientdbClasses(outbox) } }),
    directions: () => orientdbDirections,
  },
  'conf/policy.json': {
    value: ({ policyFiles }) => ({ additionalFiles: policyFiles }),
    directions: () => policyDirections,
  },
  'conf/audit.json': { value: auditFragment, directions: auditDirections },
  'conf/access.json': {
    value: ({ endpointRoles }) => ({ configs: [endpointRule(endpointRoles)] }),
    directions: () => '## access.json\n\nThe rule goes into the list `configs`; where in it does not matter.',
  },
  'script/access.js': {
    value: ({ endpointRoles }) => endpointRule(endpointRoles),
    directions: () =>
      '## access.js\n\nIn `script`, not `conf`: the rule goes into the list `configs` of `httpAccessConfig`; where in it does not matter.',
  },
};

const introduction = `# What to add to your own configuration

These files are no complete configuration: do not copy them into \`conf\` or \`script\`. Add what they hold to the file of the same
name in your installation. When the environment names its \`conf\` as \`customerConf\`, the build does this for you and puts the
complete file into the bundle.`;

function managedFragment({ managedObjects, passwordProperty, passwordPolicies }: Additions): object {
  const ours = Object.fromEntries(hookNames.map((hook) => [hook, hookConfig(hook)]));
  const schema = { properties: { [passwordProperty]: { policies: passwordPolicies } } };
  const policies = passwordPolicies.length > 0 ? { schema } : {};
  return { objects: managedObjects.map((name) => ({ name, ...ours, ...policies })) };
}

function managedDirections({ managedObjects, passwordPolicies }: Additions): string {
  const chained = hookNames
    .map((hook) => {
      const ours = `\`${hookStatement(hook)};\``;
      return hooks[hook] === 'after' ? `- ${hook}: your script, then ${ours}` : `- ${hook}: ${ours}, then your script`;
    })
    .join('\n');
  const policies =
    passwordPolicies.length > 0
      ? `

The policies join those that the password has already. One that is there under the same \`policyId\` stays if its \`params\` are the
same; else decide which of the two is meant.`
      : '';
  return `## managed.json

The hooks of ${managedObjects.map((name) => `\`${name}\``).join(', ')} go into the object of that name in the list \`objects\`, beside
its \`name\`.

A hook that is there already is chained instead of replaced: it becomes one inline \`source\` that runs both scripts, each on
a line of its own. A script that stands in a file is run by \`require\` with the file's path without \`.js\`: the file
\`hooks/mine.js\` by \`require('hooks/mine');\`. The order matters:

${chained}${policies}`;
}

const orientdbDirections = `## repo.orientdb.json

Only for an installation on OrientDB, the repository that IDM starts with. The classes go into \`orientdbClass\` of
\`dbStructure\`, beside those that are there, and IDM has to be started again. Without them OrientDB accepts two records of
one id.`;

const policyDirections = `## policy.json

The files join those in the list \`additionalFiles\`. IDM reads them when its policy service starts.`;

function auditFragment({ auditTopic, platform }: Additions): object {
  const topic = auditTopic!;
  const eventTopics = { [topic]: { schema: topicSchema() } };
  if (!platformFacts[platform].auditSafelist) return { eventTopics };
  return { auditServiceConfig: { filterPolicies: { field: { includeIf: topicFields(topic) } } }, eventTopics };
}

function auditDirections({ auditTopic, platform }: Additions): string {
  const safelist = platformFacts[platform].auditSafelist
    ? ' The fields join the list `includeIf`: of a topic that is not its own, IDM logs no others.'
    : '';
  return `## audit.json

The topic goes into \`eventTopics\`, and the name \`${auditTopic}\` into the \`topics\` of each handler that shall log it: of those that log
\`activity\`, say. A topic that no handler names is logged nowhere.${safelist}`;
}
