import { nearest } from '../environment/nearest';
import { configIdOf } from './file-name';
import { error, warning, type Remark } from './finding';
import type { Context } from './kind';
import { kinds } from './kinds';
import { otherServices } from './services';

/** Whether a file of conf is called so that IDM finds in it what it is meant to be. */
export function* nameRemarks(name: string, context: Context): Generator<Remark> {
  const id = configIdOf(name);
  if (id === undefined) {
    yield* notRead(name);
    return;
  }
  const { service, alias } = id;
  const kind = kinds.find((each) => each.service === service);
  const known = kind?.files ?? otherServices.get(service);
  if (known === undefined) yield unknownService(service, name, context);
  else if (known === 'several' && alias === undefined) {
    yield error(
      'file-name',
      [],
      `${service} has several files, each with a name of its own`,
      `Call it ${service}-NAME.json.`,
    );
  } else if (known === 'one' && alias !== undefined) {
    const what = `IDM reads ${service}.json; this one becomes config/${id.id}, a second configuration of the same service`;
    const level = service.startsWith('repo.') ? warning : error;
    yield level('file-name', [], what, `Call it ${service}.json, or take it out of conf.`);
  } else if (alias === '') {
    yield error('file-name', [], 'has no name behind its "-"', `Call it ${service}-NAME.json.`);
  }
}

/** Editors leave copies that IDM passes over; a JSON file with another ending was hardly meant so. */
function* notRead(name: string): Generator<Remark> {
  if (/\.json$/i.test(name)) {
    yield error(
      'file-name',
      [],
      'ends in capitals, and IDM reads files that end in .json',
      `Call it ${name.slice(0, -5)}.json.`,
    );
  } else if (/\.json\.(txt|js)$|\.(json5|jsonc|yaml|yml)$/i.test(name)) {
    yield warning('file-name', [], 'is not read: IDM reads files that end in .json', 'Call it NAME.json.');
  }
}

function unknownService(service: string, name: string, { closed }: Context): Remark {
  const services = [...kinds.map((kind) => kind.service), ...otherServices.keys()];
  const several = new Set(kinds.filter(({ files }) => files === 'several').map((kind) => kind.service));
  // schedule_x.json, schedule.x.json: the mark that parts the two is "-".
  const begun = services
    .filter((each) => new RegExp(`^${each.replace(/\./g, '\\.')}[._ ]`, 'i').test(service))
    .sort((a, b) => b.length - a.length)[0];
  if (begun !== undefined) {
    const rest = service.slice(begun.length + 1);
    const mend =
      several.has(begun) || otherServices.get(begun) === 'several'
        ? `Call it ${begun}-${rest}.json.`
        : `IDM reads ${begun}.json.`;
    return error('file-name', [], `becomes config/${service}, which nothing of IDM reads`, mend);
  }
  const meant =
    services.find((each) => each.toLowerCase() === service.toLowerCase()) ??
    (closed ? close(service, services) : undefined);
  if (meant !== undefined) {
    return error(
      'file-name',
      [],
      `becomes config/${service}, which nothing of IDM reads`,
      `Did you mean ${meant}${name.slice(service.length)}?`,
    );
  }
  return warning(
    'file-name',
    [],
    `becomes config/${service}; no service of IDM is called so`,
    'If your own scripts read it, call it custom-NAME.json.',
  );
}

function close(service: string, services: readonly string[]): string | undefined {
  const meant = nearest(service, services);
  return meant !== undefined && Math.abs(meant.length - service.length) <= 2 && service.length > 4 ? meant : undefined;
}
