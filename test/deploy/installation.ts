/** An IDM folder as pwsync meets one, without an IDM: a customer's conf and script of many layouts. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { removeTemporaryFolders, temporaryFolder } from '../../src/bundle/testing/folders';
import { packageRoot } from '../../src/root';

export { removeTemporaryFolders, temporaryFolder };

const managed = `{
    "objects" : [
        {"name" : "role", "onUpdate" : {"type" : "groovy", "file" : "role.groovy"}},
        {
            "name" : "user",
            "onUpdate" : {
                "type" : "text/javascript",
                "source" : "require('hooks/keep').keep(object, oldObject);"
            },
            "postUpdate" : { "type" : "text/javascript", "file" : "hooks/after.js" },
            "schema" : {
                "properties" : {
                    "userName" : { "type" : "string", "policies" : [ { "policyId" : "unique" } ] },
                    "password" : {
                        "type" : "string",
                        "encryption" : { "key" : "openidm-sym-default" },
                        "policies" : [ { "policyId" : "minimum-length", "params" : { "minLength" : 8 } } ]
                    }
                }
            }
        },
        { "name": "alpha_user", "schema": { "properties": { "password": { "encryption": {} } } } }
    ]
}
`;

const repository = `{
\t"dbUrl" : "plocal:&{launcher.working.location}/db/openidm",
\t"dbStructure" : {
\t\t"orientdbClass" : {
\t\t\t"managed_user" : {"index" : [{"propertyName" : "_openidm_id", "propertyType" : "string", "indexType" : "unique"}]}
\t\t}
\t}
}`;

/** The customer's files, by their path below the folder of the installation. */
export const customersFiles: Readonly<Record<string, string>> = {
  'bin/openidm.jar': 'not a jar',
  'conf/managed.json': managed,
  'conf/repo.orientdb.json': repository,
  'conf/boot/boot.properties': 'openidm.port.http=8080\n',
  'script/hooks/keep.js': 'exports.keep = function () {};\n',
  'script/hooks/after.js': 'logger.debug("after");\n',
};

export function installation(files: Readonly<Record<string, string>> = {}): string {
  return temporaryFolder({ ...customersFiles, ...files });
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command as a user does. `fault` as test/deploy/fault.js takes it. */
export function pwsync(
  args: readonly string[],
  { fault, env }: { fault?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Ended> {
  const preload = fault === undefined ? [] : ['--require', path.join(__dirname, 'fault.js')];
  const child = spawn(process.execPath, [...preload, path.join(packageRoot, 'bin/pwsync.js'), ...args], {
    cwd: packageRoot,
    env: { ...process.env, ...(fault !== undefined && { FAULT: fault }), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (texts.stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (texts.stderr += String(chunk)));
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, ...texts })));
}

/** Builds a bundle with the command, and answers its folder. */
export async function builtBundle(environment: object = {}): Promise<string> {
  const settings = {
    idcs: { baseUrl: '&{idcs.base.url}', clientId: '&{idcs.client.id}', clientSecret: '&{idcs.client.secret}' },
    ...environment,
  };
  const folder = temporaryFolder({ 'test.json': JSON.stringify(settings) });
  const out = path.join(folder, 'out');
  const { code, stderr } = await pwsync(['build', '--env', 'test', '--environments', folder, '--out', out]);
  if (code !== 0) throw new Error(`pwsync build failed: ${stderr}`);
  return path.join(out, 'test');
}

/** Every file below a folder with its bytes in base64, its permissions with it; and every folder, empty ones too. */
export function everythingIn(folder: string): Record<string, string> {
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => {
    const place = path.join(entry.parentPath, entry.name);
    const { mode } = fs.lstatSync(place);
    const content = entry.isFile()
      ? fs.readFileSync(place, 'base64')
      : entry.isSymbolicLink()
        ? fs.readlinkSync(place)
        : '';
    return [path.relative(folder, place), `${mode.toString(8)} ${content}`] as const;
  });
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The same without what pwsync remembers. */
export function whatIdmSees(folder: string): Record<string, string> {
  return Object.fromEntries(Object.entries(everythingIn(folder)).filter(([name]) => !name.startsWith('.pwsync')));
}
