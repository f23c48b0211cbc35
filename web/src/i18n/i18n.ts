import i18next, { type BackendModule } from "i18next";
import { initReactI18next } from "react-i18next";
import { languages, preferredLanguage } from "./languages.ts";

type Words = { [key: string]: string | Words };

// One file per language and namespace, loaded when a screen first needs it:
// `common` for the frame and the kit, then one namespace per space, kept in the
// space's own folder (spaces/desk/i18n/es.json is namespace "desk"), one of a part of
// a space (spaces/desk/conversation/i18n is "conversation") or of the kit
// (kit/why/i18n is "why").
const files = import.meta.glob<Words>(
  ["./common/*.json", "../spaces/*/i18n/*.json", "../spaces/*/*/i18n/*.json", "../kit/*/i18n/*.json"],
  { import: "default" },
);

// Folders have names of their own: `desk/es` is the loader of spaces/desk/i18n/es.json.
const folders = new Map(
  Object.entries(files).map(([path, load]) => {
    const parts = path.split("/");
    return [`${parts.at(-3)}/${parts.at(-1)?.replace(".json", "")}`, load] as const;
  }),
);

const backend: BackendModule = {
  type: "backend",
  init() {},
  read(language, namespace, done) {
    const load =
      namespace === "common" ? files[`./common/${language}.json`] : folders.get(`${namespace}/${language}`);
    if (load === undefined) {
      done(new Error(`no words for ${namespace} in ${language}`), false);
      return;
    }
    load().then(
      (words) => done(null, withMany(words)),
      (error: unknown) => done(error as Error, false),
    );
  },
};

/**
 * Spanish, Portuguese and Italian have a plural of their own for whole millions
 * (`many`), which no count of ours reaches. It reads like `other`.
 */
export function withMany(words: Words): Words {
  const result: Words = {};
  for (const [key, value] of Object.entries(words)) {
    result[key] = typeof value === "string" ? value : withMany(value);
    if (key.endsWith("_other")) {
      const many = `${key.slice(0, -"_other".length)}_many`;
      result[many] ??= result[key];
    }
  }
  return result;
}

export const i18n = i18next.createInstance();

/** Loads the frame's words. Screens wait for their own by Suspense. */
export async function startI18n(): Promise<void> {
  i18n.on("languageChanged", (language) => {
    document.documentElement.lang = language;
    document.documentElement.dir = i18n.dir(language);
  });
  await i18n
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: preferredLanguage(),
      fallbackLng: "en",
      supportedLngs: [...languages],
      ns: ["common"],
      defaultNS: "common",
      fallbackNS: "common",
      interpolation: { escapeValue: false }, // React escapes
      returnNull: false,
      react: { useSuspense: true },
    });
}
