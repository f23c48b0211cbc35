import { type MantineColorScheme, useMantineColorScheme } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, data } from "../api/client.ts";
import { useReport } from "../api/useReport.ts";
import { type Language, rememberLanguage } from "../i18n/languages.ts";
import { type Me, sessionKey, useSession } from "./session.ts";

/**
 * The language and colour scheme chosen by the person: at once on this device,
 * and kept with the user so that every other device has them too.
 */
export function usePreferences() {
  const { i18n } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { data: me } = useSession();
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: (body: { language?: Language; scheme?: MantineColorScheme }) =>
      data(api.PATCH("/api/v1/me", { body })),
    onSuccess: (changed: Me) => queries.setQueryData(sessionKey, { ...me, ...changed }),
    onError: useReport(),
  });
  return {
    language: i18n.language as Language,
    setLanguage(language: Language) {
      rememberLanguage(language);
      void i18n.changeLanguage(language);
      if (me) save.mutate({ language });
    },
    scheme: colorScheme,
    setScheme(scheme: MantineColorScheme) {
      setColorScheme(scheme);
      if (me) save.mutate({ scheme });
    },
  };
}
