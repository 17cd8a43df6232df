/** Forty people of the demo's class. All of them are invented. */

export interface DemoStudent {
  readonly user: string;
  readonly name: string;
  readonly email: string;
}

const NAMES = [
  'Amara Okonjo',
  'Bilal Haddadi',
  'Chiara Lombardo',
  'Dmitri Sokolenko',
  'Eun-ji Baek',
  'Farah Nematzadeh',
  'Gustavo Pereirinha',
  'Hannah Birkenfeld',
  'Ines Valdecasas',
  'Jakub Wrzesniewski',
  'Kavita Ramanuja',
  'Leon Achterberg',
  'Mei-Lin Zhuge',
  'Nadia Benkhalifa',
  'Oluwaseun Adeyokunle',
  'Priya Venkataraghavan',
  'Quinn Hathersage',
  'Rosa Echevarrieta',
  'Sami Lehtovaara',
  'Tomoko Arisugawa',
  '李思远',
  'Valentina Crisostomo',
  'Wouter van Dinteren',
  'Xiomara Quintanilla',
  'Yusuf Demirkubuz',
  'Zofia Mlynarczyk',
  'Anders Stjernqvist',
  'Beatrix Fonseka',
  'Umut Karabekiroglu',
  'Daniel Okwuosa',
  'Élodie Marchandeau',
  'Freya Thorsteins',
  'Giorgos Pappadimas',
  'Hye-won Namgoong',
  'Ilse Kortebein',
  'John Smithe',
  'John Smithe',
  'محمد الطرابيشي',
  'Lucía Peñarrubia',
  'Ngozi Umeadi',
] as const;

const plain = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/[^A-Za-z ]/g, '')
    .trim()
    .toLowerCase()
    .replaceAll(' ', '.');

export const STUDENTS: readonly DemoStudent[] = NAMES.map((name, index) => {
  const number = String(index + 1).padStart(2, '0');
  const login = plain(name) || 'student';
  return { user: `demo-${number}`, name, email: `${login}.${number}@uni.example` };
});

/** `Okonjo, Amara`, as a gradebook writes it. */
const sorted = (name: string): string => {
  const [first = '', ...rest] = name.split(' ');
  return rest.length === 0 ? first : `${rest.join(' ')}, ${first}`;
};

const quoted = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** The export that Canvas would give of this class: two people of one name, and one whom the homework is not assigned to. */
export function canvasExport(title: string): string {
  const rows = STUDENTS.map(({ name, email }, index) =>
    [
      sorted(name),
      String(91_001 + index),
      String(index + 1).padStart(8, '0'),
      // Some logins are the address that the platform vouches for; others only a name can suggest.
      index % 5 === 4 ? `u${String(index + 1).padStart(5, '0')}` : email,
      'MLS-101',
      index === 11 ? 'N/A' : '',
    ]
      .map(quoted)
      .join(','),
  );
  return [
    `Student,ID,SIS User ID,SIS Login ID,Section,${title} (88123)`,
    '    Points Possible,,,,,8',
    ...rows,
    '',
  ].join('\n');
}
