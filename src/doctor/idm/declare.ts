const atStart = 'and start IDM anew: it makes missing classes and indexes at its start only.';

/**
 * How classes come into `repo.orientdb.json`. Over REST nothing touches that file, and a plan that changes nothing more does
 * not print the lines again.
 *
 * @param lacking  the classes that are to be declared, as they stand in the file
 */
export function declareClasses(lacking: object, overRest: boolean): string {
  if (overRest) {
    return (
      `Add by hand to conf/repo.orientdb.json of each node, below dbStructure.orientdbClass, ${JSON.stringify(lacking)} (the lines that ` +
      `pwsync plan --url prints before a deployment; pwsync apply --url does not touch this file), ${atStart}`
    );
  }
  return (
    'Declare the classes in dbStructure.orientdbClass of conf/repo.orientdb.json (pwsync apply of the bundle to the folder does; by hand, add its ' +
    `fragments/repo.orientdb.json), ${atStart}`
  );
}
