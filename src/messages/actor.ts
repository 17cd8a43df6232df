/** Who is speaking, as the platform vouches for it. */

export interface Actor {
  /** `discord`, `slack`, `playground`, `terminal`. */
  readonly platform: string;
  /** Server, workspace or machine. Records never cross it. */
  readonly workspace: string;
  /** The person's id on that platform, never a display name. */
  readonly user: string;
  /** Decided on the server for each call, from platform permissions and configuration. */
  readonly instructor: boolean;
}

/** The key of a student's records: `platform:workspace:user`, each part percent-encoded so that no two actors share one. */
export function studentId(actor: Actor): string {
  return [actor.platform, actor.workspace, actor.user].map(encodeURIComponent).join(':');
}
