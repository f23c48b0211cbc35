import { i18n } from "../i18n/i18n.ts";
import { isLanguage } from "../i18n/languages.ts";
import type { Me } from "./session.ts";

/** The user's own language comes before the device's and the browser's. */
export function applyPreferences(me: Me): void {
  if (isLanguage(me.language) && me.language !== i18n.language) void i18n.changeLanguage(me.language);
}
