/** Files of the IDM machine that the settings name. What goes wrong is told with the file's name, never with what is in it. */
import { type JavaFile, type JavaKeyStore, jdk } from '../java';
import { reveal } from '../settings';
import type { Keystore } from '../settings-file';
import { className } from '../trouble';

interface Locations {
  getProjectLocation(): unknown;
  getInstallLocation(): unknown;
}

declare const identityServer: Locations;

/** A file of a setting: relative to IDM's project folder. */
export function projectFile(name: string): JavaFile {
  return file(String(identityServer.getProjectLocation()), name);
}

/** A file of a property of IDM's own: relative to where IDM is installed. */
export function installedFile(name: string): JavaFile {
  return file(String(identityServer.getInstallLocation()), name);
}

function file(folder: string, name: string): JavaFile {
  const { File } = jdk().io;
  const named = new File(name);
  return named.isAbsolute() ? named : new File(folder, name);
}

/** Changes when the file does: whatever was made of it has to be made anew then. */
export function stampOf(of: JavaFile): string {
  return `${String(of.getPath())} ${Number(of.lastModified())} ${Number(of.length())}`;
}

/** @throws `{code: 500}` when it can't be read */
export function bytesOf(setting: string, of: JavaFile): unknown {
  try {
    return jdk().nio.file.Files.readAllBytes(of.toPath());
  } catch (caught) {
    throw wrong(setting, of, `can't be read (${className(caught)})`);
  }
}

/** @throws `{code: 500}` when it can't be read */
export function textOf(setting: string, of: JavaFile): string {
  const bytes = bytesOf(setting, of);
  return String(new (jdk().lang.String)(bytes, jdk().nio.charset.StandardCharsets.UTF_8));
}

export interface OpenedKeystore {
  store: JavaKeyStore;
  file: JavaFile;
  /** A Java array of characters: of the keystore, and of its keys. */
  password: unknown;
}

/** @throws `{code: 500}` when it can't be read, or not with this type and password */
export function keystoreOf(setting: string, { file: name, type, password }: Keystore): OpenedKeystore {
  const from = projectFile(name);
  const characters = new (jdk().lang.String)(reveal(password)).toCharArray();
  return { store: loaded(setting, from, type, characters), file: from, password: characters };
}

/**
 * @param password  a Java array of characters, or null: the certificates of most types can be read without
 * @throws `{code: 500}`
 */
export function loaded(setting: string, from: JavaFile, type: string, password: unknown): JavaKeyStore {
  const bytes = bytesOf(setting, from);
  try {
    const store = jdk().security.KeyStore.getInstance(type);
    store.load(new (jdk().io.ByteArrayInputStream)(bytes), password);
    return store;
  } catch (caught) {
    throw wrong(setting, from, `can't be opened as ${type} with its password (${className(caught)})`);
  }
}

export function wrong(setting: string, of: JavaFile, what: string): { code: number; message: string } {
  return { code: 500, message: `${setting}: ${String(of.getPath())} ${what}` };
}
