/** Who is speaking, as the platform vouches for it. */

/** What somebody may do in a course, from the least to the most. */
export const ROLES = ['student', 'assistant', 'instructor'] as const;
export type Role = (typeof ROLES)[number];

export interface Actor {
  /** `discord`, `slack`, `playground`, `terminal`. */
  readonly platform: string;
  /** Server, workspace or machine. Records never cross it. */
  readonly workspace: string;
  /** The person's id on that platform, never a display name. */
  readonly user: string;
  /** What the platform itself says of them, for this call. The course's own list of staff may add to it. */
  readonly role: Role;
  /** Ids of the platform's groups that they are in, which the list of staff may name. */
  readonly groups?: readonly string[];
  /** How they are called there. Never stored where a course is pseudonymous. */
  readonly name?: string;
  /** Where they speak; absent in a direct message. */
  readonly channel?: string;
  /** As the platform gives it: `en-US`. */
  readonly locale?: string;
  /** Their own time zone, where the platform knows it: `America/New_York`. */
  readonly zone?: string;
  /** Where the platform tells it. */
  readonly email?: string;
}

/** The key of a course: `platform:workspace`, each part percent-encoded. */
export const courseId = ({ platform, workspace }: Pick<Actor, 'platform' | 'workspace'>): string =>
  [platform, workspace].map(encodeURIComponent).join(':');

/** The key of a student's records: `platform:workspace:user`, each part percent-encoded so that no two actors share one. */
export const studentId = (actor: Pick<Actor, 'platform' | 'workspace' | 'user'>): string =>
  `${courseId(actor)}:${encodeURIComponent(actor.user)}`;

/** The course that a student's key belongs to. */
export const courseOf = (student: string): string => student.slice(0, student.lastIndexOf(':'));

/** The platform's id of whoever has this key. */
export const userOf = (student: string): string =>
  decodeURIComponent(student.slice(student.lastIndexOf(':') + 1));
