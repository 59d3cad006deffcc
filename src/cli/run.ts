import { CommanderError, type Command } from 'commander';
import { KnownFailure } from '../environment/problem';
import { describe, printJson } from './report';

/**
 * Runs the program and answers its exit code: 0 when all went well, 1 when something was found or broke, 2 when the
 * program was called in a way it does not know.
 */
export async function run(program: Command, argv: readonly string[]): Promise<number> {
  const json = argv.includes('--json');
  stopExiting(program, json);
  try {
    await program.parseAsync(argv);
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return ended(error, json);
    if (error instanceof KnownFailure) {
      if (json) printJson({ ok: false, problems: error.problems });
      else error.problems.forEach((problem) => process.stderr.write(describe(problem, 'error', process.stderr)));
      return error.exitCode;
    }
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    if (json) printJson({ ok: false, problems: [{ code: 'defect', what: told, mend: 'Report it, please.' }] });
    else process.stderr.write(`This is a defect of pwsync; report it, please.\n${told}\n`);
    return 1;
  }
}

/** Commander ends the process with 1 for a wrong call, here as with help and version; the code is for us to choose. */
function ended(error: CommanderError, json: boolean): number {
  if (error.exitCode === 0) return 0;
  if (json) {
    const what = error.message.replace(/^error: /, '');
    printJson({ ok: false, problems: [{ code: 'usage', what, mend: 'See pwsync --help.' }] });
  }
  return 2;
}

function stopExiting(command: Command, json: boolean): void {
  command.exitOverride();
  if (json) command.configureOutput({ writeErr: () => undefined });
  command.commands.forEach((inner) => stopExiting(inner, json));
}
