/** What the organisation takes as a key, and as a login. */
export const keyPattern = /^(?=.{1,40}$)[a-z0-9]+([_-][a-z0-9]+)*$/;
export const loginPattern = /^[a-z0-9][a-z0-9._@+-]{0,63}$/;

/** A key made of a name: "São Paulo" → sao_paulo. */
export function keyOf(name: string): string {
  return name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 40)
    .replace(/_+$/, "");
}
