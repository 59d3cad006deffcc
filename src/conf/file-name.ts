/** What a file of conf becomes in IDM. */
export interface ConfigId {
  /** The service that reads it: `managed`, `schedule`, `provisioner.openicf`. */
  readonly service: string;
  /** The name of one of several configurations of that service. */
  readonly alias?: string;
  /** Its place below `config/`: `managed`, `schedule/recon`, `ui.context/admin`. */
  readonly id: string;
}

/**
 * The id that IDM gives to a file, or undefined when it does not read the file at all.
 *
 * From JSONConfigInstaller.parsePid of OpenIDM's openidm-config: the first `-` that does not begin the name parts service and
 * alias; whatever stands behind it, dots and further `-` included, is the alias. Only names that end in `.json` are read.
 */
export function configIdOf(fileName: string): ConfigId | undefined {
  if (!fileName.endsWith('.json')) return undefined;
  const name = fileName.slice(0, -'.json'.length);
  const dash = name.indexOf('-');
  if (dash <= 0) return { service: name, id: name };
  const [service, alias] = [name.slice(0, dash), name.slice(dash + 1)];
  return { service, alias, id: `${service}/${alias}` };
}
