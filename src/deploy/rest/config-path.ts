import { configIdOf } from '../../conf/file-name';

/** `conf/schedule-x.json` is `schedule/x` below `config/`; undefined for a file that is no configuration. */
export function configOf(path: string): string | undefined {
  const name = /^conf\/([^/]+)$/.exec(path)?.[1];
  return name === undefined ? undefined : configIdOf(name)?.id;
}

/** The file in which IDM keeps a configuration. */
export function fileOf(id: string): string {
  return `conf/${id.replace('/', '-')}.json`;
}

/** Its resource below `/openidm`. */
export function resourceOf(id: string): string {
  return `config/${id.split('/').map(encodeURIComponent).join('/')}`;
}
