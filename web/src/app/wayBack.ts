/** Where to go after signing in: only a path of this app, never another site that a link smuggled in. */
export function wayBack(wanted: string | null): string {
  return wanted?.startsWith("/") && !wanted.startsWith("//") && !wanted.startsWith("/\\") ? wanted : "/";
}
