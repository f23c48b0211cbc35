import { i18n } from "../i18n/i18n.ts";
import { isLanguage } from "../i18n/languages.ts";

/** The user's own language comes before the device's and the browser's. */
export function applyLanguage(language: string | undefined): void {
  const base = language?.slice(0, 2);
  if (isLanguage(base) && base !== i18n.language) void i18n.changeLanguage(base);
}
