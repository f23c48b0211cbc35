/** The tag that shows an inbox's chat on a page of a web site (docs/CHANNELS.md). `base` is the server's address. */
export function chatTag(base: string, inbox: string): string {
  return `<script src="${base.replace(/\/$/, "")}/chat.js" data-inbox="${inbox}" async></script>`;
}

/** A page of the server itself with an inbox's chat in its corner. */
export function tryChatPath(inbox: string): string {
  return `/try-chat?${new URLSearchParams({ inbox })}`;
}
