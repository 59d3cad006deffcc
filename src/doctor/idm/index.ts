/** The check-up of an IDM with the bundle, without a terminal. */
import { Secrets } from '../secrets';
import type { Result } from '../step';
import { runWatched, type Watch } from '../watched';
import { skipped } from '../step';
import type { CheckUpStep, Order } from './check-up';
import { fileSteps } from './file-steps';
import { serverSteps } from './server-steps';

export type { Order } from './check-up';
export { bootPropertiesOf } from './boot-properties';
export { plainHttp } from './plain-http';

/** The steps for what was named, in their order. */
export function idmCheckUp({ folders, server }: Order): readonly CheckUpStep[] {
  return [...(folders ? fileSteps : []), ...(server ? serverSteps : []), mail];
}

/** Nobody should configure for us what we do not use, nor take silence for mails that would come. */
const mail: CheckUpStep = {
  id: 'mail',
  title: 'Mail',
  needs: [],
  run: () => skipped('this version sends no mails yet, so that IDM needs no SMTP for it'),
};

/**
 * Checks the files of an installation, a running server, or both, step by step. Nothing is changed: the server tries two entries of one
 * id in the outbox and in the keys, and removes them.
 *
 * @param secrets  values that may be in what IDM says, and in nothing that is told
 */
export function examineIdm(order: Order, watch: Watch, secrets: readonly string[] = []): Promise<Result[]> {
  const kept = new Secrets();
  secrets.forEach((secret) => kept.add(secret));
  return runWatched(idmCheckUp(order), { order }, kept, watch);
}
