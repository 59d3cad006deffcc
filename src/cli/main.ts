import { Command } from 'commander';
import { version } from '../../package.json';
import { applyCommand } from './apply';
import { buildCommand } from './build';
import { doctorCommand } from './doctor';
import { planCommand } from './plan';
import { rollbackCommand } from './rollback';
import { run } from './run';
import { simulateIdcsCommand } from './simulate-idcs';
import { validateCommand } from './validate';

const program = new Command('pwsync')
  .description('Builds and operates the IDM bundle that carries passwords to Oracle IDCS')
  .version(version)
  .addCommand(buildCommand())
  .addCommand(validateCommand())
  .addCommand(planCommand())
  .addCommand(applyCommand())
  .addCommand(rollbackCommand())
  .addCommand(doctorCommand())
  .addCommand(simulateIdcsCommand());

// Whoever reads only the beginning (head) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

void run(program, process.argv).then((code) => {
  if (code !== 0) process.exitCode = code;
});
