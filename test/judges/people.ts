/** The users that every filter is held against: names that are hard to quote, to fold and to escape, and gaps. */

const urnUser = 'urn:ietf:params:scim:schemas:oracle:idcs:extension:user:User';

export interface Person {
  userName: string;
  familyName: string;
  givenName?: string;
  externalId?: string;
  displayName?: string;
  /** The first is the primary one; default: a work address made of the position in the list. */
  emails?: { value: string; type: 'work' | 'home' | 'other' }[];
  active?: boolean;
  federated?: boolean;
}

export const people: Person[] = [
  { userName: 'anna', familyName: 'Berg', givenName: 'Anna', externalId: 'E-1', displayName: 'Anna Berg' },
  { userName: 'Annabel', familyName: 'Berglund', givenName: 'Annabel', externalId: 'e-2' },
  { userName: 'HANNA', familyName: 'berg', externalId: 'E-10', active: false },
  { userName: 'johanna', familyName: 'Dahl', givenName: 'Johanna', active: false, federated: true },
  { userName: 'bob', familyName: 'Smith', givenName: 'Bob', externalId: 'E-1-b', federated: true },
  { userName: 'bob.smith', familyName: 'Smith', displayName: 'Bob Smith' },
  { userName: 'bob@example.com', familyName: "O'Neil", externalId: 'true' },
  { userName: 'o"neil', familyName: 'O"Neil', displayName: 'The "Boss"' },
  { userName: 'o\\neil', familyName: 'O\\Neil' },
  { userName: 'o\\"neil', familyName: 'Both' },
  { userName: 'o\\\\neil', familyName: 'Twice' },
  { userName: "o'neil", familyName: 'Single', externalId: "E'3" },
  { userName: 'CORP\\anna', familyName: 'Domain', externalId: 'CORP\\E-1' },
  { userName: '50%off', familyName: 'Percent' },
  { userName: 'a%20b', familyName: 'Encoded' },
  { userName: 'a b', familyName: 'Blank' },
  { userName: 'a+b&c=d', familyName: 'Query', externalId: 'x&y' },
  { userName: '(anna)', familyName: 'Brackets' },
  { userName: 'anna [work]', familyName: 'Square' },
  { userName: 'anna and bob', familyName: 'And', displayName: 'not (anna or bob)' },
  { userName: 'pr', familyName: 'Operator', externalId: 'eq' },
  { userName: 'true', familyName: 'Boolean', active: false },
  { userName: 'null', familyName: 'Nothing', displayName: 'null' },
  { userName: '4711', familyName: 'Number', externalId: '4711' },
  { userName: 'Åsa.Öberg', familyName: 'Öberg', givenName: 'Åsa' },
  { userName: 'ΣΟΦΙΑ', familyName: 'Παππά', givenName: 'Σοφία' },
  { userName: 'иван', familyName: 'Иванов', givenName: 'Иван', externalId: 'Ж-1' },
  { userName: '山田太郎', familyName: '山田', givenName: '太郎' },
  { userName: 'smile😀', familyName: 'Emoji', displayName: '😀' },
  {
    userName: 'carl',
    familyName: 'Many',
    emails: [
      { value: 'carl@work.example', type: 'work' },
      { value: 'Carl@Home.example', type: 'home' },
      { value: 'c@other.example', type: 'other' },
    ],
  },
  { userName: 'dora', familyName: 'Home', emails: [{ value: 'dora@home.example', type: 'home' }] },
  { userName: 'emil', familyName: 'Void', externalId: '', displayName: '' },
];

/** The body of a create. */
export function resourceOf(person: Person, position: number): Record<string, unknown> {
  const { userName, familyName, givenName, externalId, displayName, active = true, federated = false } = person;
  const emails = person.emails ?? [{ value: `user${position}@work.example`, type: 'work' }];
  return {
    userName,
    name: { familyName, ...(givenName !== undefined && { givenName }) },
    emails: emails.map((email, at) => ({ ...email, primary: at === 0 })),
    active,
    ...(externalId !== undefined && { externalId }),
    ...(displayName !== undefined && { displayName }),
    [urnUser]: { isFederatedUser: federated },
  };
}
