import { hookConfig, hookNames, hookStatement, hooks } from '../conf/merge/hooks';
import type { orientdbClasses } from '../conf/merge/orientdb';

/** What to add to a managed.json that the build was not shown. */
export function managedFragment(names: readonly string[]): object {
  const ours = Object.fromEntries(hookNames.map((hook) => [hook, hookConfig(hook)]));
  return { objects: names.map((name) => ({ name, ...ours })) };
}

/** What to add to a repo.orientdb.json that the build was not shown. */
export function orientdbFragment(classes: ReturnType<typeof orientdbClasses>): object {
  return { dbStructure: { orientdbClass: classes } };
}

/** The directions for the fragments that are there. */
export function fragmentsReadme(names: readonly string[], parts: { managed: boolean; orientdb: boolean }): string {
  const sections = [
    introduction,
    ...(parts.managed ? [managedDirections(names)] : []),
    ...(parts.orientdb ? [orientdbDirections] : []),
  ];
  return `${sections.join('\n\n')}\n`;
}

const introduction = `# What to add to your own configuration

These files are no complete configuration: do not copy them into \`conf\`. Add what they hold to the file of the same name
in \`conf\` of your installation. When that directory holds the file and the environment names it as \`customerConf\`, the
build does this for you and puts the complete file into \`conf\` of the bundle.`;

function managedDirections(names: readonly string[]): string {
  const chained = hookNames
    .map((hook) => {
      const ours = `\`${hookStatement(hook)};\``;
      return hooks[hook] === 'after' ? `- ${hook}: your script, then ${ours}` : `- ${hook}: ${ours}, then your script`;
    })
    .join('\n');
  return `## managed.json

The hooks of ${names.map((name) => `\`${name}\``).join(', ')} go into the object of that name in the list \`objects\`, beside
its \`name\`.

A hook that is there already is chained instead of replaced: it becomes one inline \`source\` that runs both scripts, each on
a line of its own. A script that stands in a file is run by \`require\` with the file's path without \`.js\`: the file
\`hooks/mine.js\` by \`require('hooks/mine');\`. The order matters:

${chained}`;
}

const orientdbDirections = `## repo.orientdb.json

Only for an installation on OrientDB, the repository that IDM starts with. The classes go into \`orientdbClass\` of
\`dbStructure\`, beside those that are there, and IDM has to be started again. Without them OrientDB accepts two records of
one id.`;
