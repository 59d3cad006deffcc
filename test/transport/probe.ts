/** The transports as the build makes them, behind an endpoint of a running IDM: one exchange for each request. */
import fs from 'node:fs';
import path from 'node:path';
import { compileScripts } from '../../src/bundle/scripts/compile';
import { packageRoot } from '../../src/root';
import type { HttpRequest, HttpResult } from '../../scripts-ts/oracle/transport';
import type { Assertion, Idcs } from '../../scripts-ts/idm/settings-file';
import { temporaryFolder } from '../installation/bundle';
import type { Idm } from '../installation/idm';
import { until } from '../installation/until';

const NAME = 'transportProbe';

/** Compiled in `scripts-ts/entry`, with everything that it imports. */
const ENTRY = `
  import { copy } from '../idm/openidm';
  import { transportOf } from '../idm/http';
  import { signatureOf } from '../idm/signing';
  import { describe } from '../idm/trouble';
  import type { Assertion, Idcs } from '../idm/settings-file';
  import type { HttpRequest } from '../oracle/transport';

  declare const request: { action: unknown; content: unknown };

  export function run(): unknown {
    const content = copy(request.content) as { idcs: Idcs; request: HttpRequest; assertion: Assertion; text: string };
    if (String(request.action) === 'exchange') return transportOf(content.idcs).exchange(content.request);
    try {
      return { signature: signatureOf(content.assertion, content.text) };
    } catch (caught) {
      return { trouble: describe(caught) };
    }
  }
`;

/** The settings that a transport looks at, as the schema fills them in. */
export type TransportSettings = Partial<Pick<Idcs, 'transport' | 'tls' | 'proxy' | 'connectTimeoutSeconds'>>;

export class Probe {
  private constructor(private readonly idm: Idm) {}

  /** Puts the probe into the IDM, and waits until it answers. */
  static async install(idm: Idm): Promise<Probe> {
    const probe = new Probe(idm);
    const config = { type: 'text/javascript', source: await compiled() };
    await idm.ok('PUT', `config/endpoint/${NAME}`, config);
    await until('the probe answers', async () => {
      return (await idm.call('POST', `endpoint/${NAME}?_action=ready`, { assertion: {} })).status === 200;
    });
    return probe;
  }

  async exchange(settings: TransportSettings, request: HttpRequest): Promise<HttpResult> {
    const idcs = { transport: 'java', tls: { trust: 'jvm' }, connectTimeoutSeconds: 5, requestTimeoutSeconds: 10 };
    return (await this.post('exchange', { idcs: { ...idcs, ...settings }, request })) as HttpResult;
  }

  /** What `signatureOf` answers, or what it throws. */
  async sign(assertion: Assertion, text: string): Promise<{ signature?: string; trouble?: string }> {
    return (await this.post('sign', { assertion, text })) as { signature?: string; trouble?: string };
  }

  private async post(action: string, content: object): Promise<unknown> {
    return JSON.parse((await this.idm.ok('POST', `endpoint/${NAME}?_action=${action}`, content)).text);
  }
}

/** By the project's own pipeline, so that the built code is what is tested. */
async function compiled(): Promise<string> {
  const root = temporaryFolder('probe');
  try {
    const scripts = path.join(root, 'scripts-ts');
    fs.cpSync(path.join(packageRoot, 'scripts-ts'), scripts, { recursive: true, filter: isNoEntry });
    fs.mkdirSync(path.join(scripts, 'entry'));
    fs.writeFileSync(path.join(scripts, `entry/${NAME}.ts`), ENTRY);
    const cache = path.join(packageRoot, 'node_modules/.cache/forgerock-idcs-password-sync');
    return (await compileScripts({ root, version: 'probe' }, cache)).scripts[0]!.text;
  } finally {
    fs.rmSync(root, { recursive: true, force: true });
  }
}

function isNoEntry(file: string): boolean {
  return !path.relative(packageRoot, file).startsWith(path.join('scripts-ts', 'entry'));
}
