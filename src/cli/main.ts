import { Command } from 'commander';
import { version } from '../../package.json';

const program = new Command('pwsync')
  .description('Builds and operates the IDM bundle that carries passwords to Oracle IDCS')
  .version(version);

program.parse();
