/** What Moodle’s exports call their columns, in English, German, French and Spanish. Hints: contents decide where they can. */

export type PersonColumn =
  | 'first name'
  | 'last name'
  | 'idnumber'
  | 'email'
  | 'username'
  | 'institution'
  | 'department'
  | 'total';

const WORDS: Readonly<Record<PersonColumn, readonly string[]>> = {
  'first name': ['first name', 'vorname', 'prénom', 'nombre'],
  'last name': [
    'last name',
    'surname',
    'nachname',
    'nom',
    'nom de famille',
    'apellido',
    'apellido(s)',
    'apellidos',
  ],
  idnumber: ['id number', 'id-nummer', 'numéro d’identification', 'número de id', 'número de identificación'],
  email: [
    'email address',
    'email',
    'e-mail-adresse',
    'adresse de courriel',
    'adresse e-mail',
    'courriel',
    'dirección de correo',
    'dirección email',
    'correo electrónico',
  ],
  username: ['username', 'anmeldename', 'nutzername', 'nom d’utilisateur', 'nombre de usuario'],
  institution: ['institution', 'institución'],
  department: ['department', 'abteilung', 'département', 'departamento'],
  total: ['course total', 'kurs gesamt', 'total du cours', 'total del curso'],
};

const BY_WORD: ReadonlyMap<string, PersonColumn> = new Map(
  (Object.entries(WORDS) as [PersonColumn, readonly string[]][]).flatMap(([column, words]) =>
    words.map((word) => [word, column] as const),
  ),
);

/** What a header cell names, without the bracket that says how a grade is written: `Course total (Real)`. */
export const personColumnOf = (title: string): PersonColumn | undefined => {
  const name = title.trim().normalize('NFC').toLowerCase().replaceAll("'", '’');
  return BY_WORD.get(name) ?? BY_WORD.get(name.replace(/\s*\([^()]*\)$/, ''));
};
