/** What every server of these tests gives the demo's users; they are made up on the spot otherwise. */
export const sharedPassword = "turno-demo-2026";

/** The password of a demo user. They all share one. */
export function demoPassword(_login: string): string {
  return sharedPassword;
}
