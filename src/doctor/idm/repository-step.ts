import { orientdbClasses } from '../../conf/merge/orientdb';
import { cameOverRest, found, type CheckUp } from './check-up';
import { declareClasses } from './declare';
import { failed, passed, skipped, type Outcome } from '../step';

interface Index {
  propertyName?: unknown;
  indexType?: unknown;
}

/** What OrientDB is told at IDM's start: without a unique index it takes two records of one id. */
export function checkRepository(checkUp: CheckUp): Outcome {
  const { files } = found(checkUp, 'installed');
  const { outbox } = found(checkUp, 'settings');
  const json = files.json('conf/repo.orientdb.json');
  if (json === undefined) {
    const other = files.below('conf').find((name) => /^conf\/repo\.[^/]+\.json$/.test(name));
    if (other === undefined) return skipped('conf holds no repo.*.json: how IDM stores is not seen here');
    return passed(`${other}: it needs no declaration`);
  }
  const inRepository = Object.values(outbox).every((path) => path.startsWith('repo/'));
  if (!inRepository) return passed(`the outbox is a managed object: ${outbox.path}`);

  const { dbStructure } = (json.value ?? {}) as {
    dbStructure?: { orientdbClass?: Record<string, { index?: Index[] }> };
  };
  const lacking = Object.entries(orientdbClasses(outbox)).flatMap(([name, wanted]) => {
    const declared = dbStructure?.orientdbClass?.[name];
    if (declared === undefined) return [{ name, what: `the class ${name}` }];
    return wanted.index
      .filter(({ propertyName, indexType }) => {
        const same = (index: Index) => index.propertyName === propertyName && index.indexType === indexType;
        return !(Array.isArray(declared.index) && declared.index.some(same));
      })
      .map(({ propertyName, indexType }) => ({ name, what: `the ${indexType} index of ${name} on ${propertyName}` }));
  });
  if (lacking.length === 0)
    return passed(`conf/repo.orientdb.json declares ${Object.keys(orientdbClasses(outbox)).join(' and ')}`);
  const wholes = Object.entries(orientdbClasses(outbox)).filter(([name]) => lacking.some((each) => each.name === name));
  const mend = declareClasses(Object.fromEntries(wholes), cameOverRest(checkUp));
  return failed(`conf/repo.orientdb.json does not declare ${lacking.map(({ what }) => what).join(', ')}`, mend);
}
