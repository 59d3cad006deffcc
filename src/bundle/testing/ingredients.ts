import fs from 'node:fs';
import path from 'node:path';
import { loadEnvironment } from '../../environment/load';
import { packageRoot } from '../../root';
import { templateNames } from '../conf';
import type { CustomerConf } from '../customer';
import { hookNames } from '../../conf/merge/hooks';
import type { Ingredients } from '../plan';
import { temporaryFolder } from './folders';

const templates = Object.fromEntries(
  templateNames.map((name) => [name, fs.readFileSync(path.join(packageRoot, 'templates', name), 'utf8')]),
);

const scripts = [...hookNames, 'strictUpdate', 'deliver', 'drain', 'endpoint'].map((name) => ({
  name,
  text: `/* ${name} */\n`,
}));

/** What a bundle of the shortest environment is made of, with these settings on top. */
export function ingredients(settings: object = {}, customer?: CustomerConf): Ingredients {
  const idcs = { baseUrl: 'https://idcs.example', clientId: 'id', clientSecret: '&{idcs.client.secret}' };
  const folder = temporaryFolder({ 'test.json': JSON.stringify({ idcs, ...settings }) });
  return { version: '1.2.3', environment: loadEnvironment(folder, 'test'), scripts, templates, customer };
}
