// Random ids, made here: a lost answer and a reload then cost nothing.

const letters = "abcdefghijklmnopqrstuvwxyz234567";

/** Of five random bits a character. */
function random(length: number): string {
  return [...crypto.getRandomValues(new Uint8Array(length))].map((byte) => letters[byte & 31]).join("");
}

/** What opens the conversation, and nothing else does: 160 bits. */
export const newToken = (): string => `chat_${random(32)}`;

/** Of one message: the same one again is taken in once. */
export const newClient = (): string => `m_${random(16)}`;
