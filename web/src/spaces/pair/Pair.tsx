import { IconPlugConnectedX } from "@tabler/icons-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, useLocation } from "react-router";
import { type Language, languageNames, languages, rememberLanguage } from "../../i18n/languages.ts";
import { type DeviceKind, deviceKinds, rememberDevice, rememberedDevice } from "../../kit/device.ts";
import { Elapsed } from "../../kit/Elapsed.tsx";
import { Empty } from "../../kit/Empty.tsx";
import { QrCode } from "../../kit/QrCode.tsx";
import classes from "./Pair.module.css";
import { forgetQuestion, type Pairing, usePairing } from "./usePairing.ts";

/** A screen without a key: as what it is known, or the code by which somebody in Studio makes it one. */
export function Pair() {
  const { pathname, search } = useLocation();
  const kind = deviceKinds.find((each) => pathname.startsWith(`/${each}`));
  const token = kind === undefined ? undefined : rememberedDevice(kind);
  if (token !== undefined) return <Navigate to={`/${kind}/${token}${search}`} replace />;
  return <Asking kind={kind} />;
}

function Asking({ kind }: { kind: DeviceKind | undefined }) {
  const { t } = useTranslation("pair");
  const pairing = usePairing(kind);
  const paired = pairing.data?.state === "paired" ? pairing.data : undefined;
  useEffect(() => {
    document.title = `${t("title")} · Turno`;
  }, [t]);
  useEffect(() => {
    if (paired?.kind === undefined || paired.token === undefined) return;
    rememberDevice(paired.kind, paired.token);
    forgetQuestion(kind);
    // As after a start: nothing of this page stays.
    location.replace(`/${paired.kind}/${paired.token}${location.search}`);
  }, [paired, kind]);

  const code = pairing.data?.code;
  return (
    <main className={classes["page"]}>
      <div className={classes["middle"]}>
        {pairing.isError && (
          <Empty title={t("away")} icon={<IconPlugConnectedX size={24} stroke={1.5} />}>
            {t("awayWords")}
          </Empty>
        )}
        {!pairing.isError && paired !== undefined && (
          <h1 role="status">{t("paired", { kind: t(`kind.${paired.kind ?? "kiosk"}`) })}</h1>
        )}
        {!pairing.isError && pairing.data !== undefined && code && (
          <Code kind={kind} pairing={pairing.data} code={code} />
        )}
      </div>
      <Languages />
    </main>
  );
}

function Code({ kind, pairing, code }: { kind: DeviceKind | undefined; pairing: Pairing; code: string }) {
  const { t } = useTranslation("pair");
  const digits = `${code.slice(0, 3)} ${code.slice(3)}`;
  return (
    <>
      <header>
        <h1>{kind === undefined ? t("title") : t("headingOf", { kind: t(`kind.${kind}`) })}</h1>
        <p>{t("words")}</p>
      </header>
      <div className={classes["ask"]}>
        <p className={classes["code"]} aria-live="polite">
          <span className={classes["hidden"]}>{t("code", { code: [...code].join(" ") })}</span>
          <span aria-hidden>{digits}</span>
        </p>
        <QrCode
          className={classes["qr"] ?? ""}
          text={`${location.origin}/studio/pair?code=${code}`}
          label={t("qr")}
        />
      </div>
      <p className={classes["renews"]}>
        {t("renews")} <Elapsed until={pairing.expires} />
      </p>
    </>
  );
}

function Languages() {
  const { t, i18n } = useTranslation("pair");
  const choose = (language: Language) => {
    rememberLanguage(language);
    void i18n.changeLanguage(language);
  };
  return (
    <nav className={classes["languages"]} aria-label={t("language")}>
      {languages.map((language) => (
        <button
          key={language}
          type="button"
          lang={language}
          aria-pressed={language === i18n.language}
          onClick={() => choose(language)}
        >
          {languageNames[language]}
        </button>
      ))}
    </nav>
  );
}
