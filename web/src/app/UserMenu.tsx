import { Avatar, Menu, UnstyledButton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconKeyboard, IconLock, IconLogout, IconUserCircle } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ApiError } from "../api/problem.ts";
import { useReport } from "../api/useReport.ts";
import { useHotkey } from "../kit/hotkeys.ts";
import { Keys } from "../kit/Keys.tsx";
import { LanguageItems } from "../kit/LanguageMenu.tsx";
import { ThemeToggle } from "../kit/ThemeToggle.tsx";
import { ChangePassword } from "../session/ChangePassword.tsx";
import { usePreferences } from "../session/preferences.ts";
import { useMe, useSignOut } from "../session/session.ts";
import { KeysHelp } from "./KeysHelp.tsx";
import classes from "./Shell.module.css";

export function UserMenu() {
  const { t } = useTranslation();
  const me = useMe();
  const preferences = usePreferences();
  const report = useReport();
  const signOut = useMutation({
    mutationFn: useSignOut(),
    onError: (error) => {
      if (!(error instanceof ApiError && error.code === "conflict")) return report(error);
      notifications.show({
        message: t("user.worksInHand"),
        color: "var(--state-at-risk-fill)",
        closeButtonProps: { "aria-label": t("close") },
      });
    },
  });
  const [keysShown, setKeysShown] = useState(false);
  const [passwordShown, setPasswordShown] = useState(false);
  useHotkey("?", () => setKeysShown(true), t("keys.help"));

  return (
    <>
      <Menu width={240}>
        <Menu.Target>
          <UnstyledButton className={classes["user"]} aria-label={t("user.menu", { name: me.name })}>
            <Avatar name={me.name} size={26} color="brand" variant="light" />
            <span className={classes["userName"]}>{me.name}</span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{me.login}</Menu.Label>
          <div style={{ padding: "4px 12px 8px" }}>
            <ThemeToggle
              value={preferences.scheme}
              onChange={preferences.setScheme}
              label={t("theme.title")}
            />
          </div>
          <Menu.Divider />
          <Menu.Label>{t("language.choose")}</Menu.Label>
          <LanguageItems value={preferences.language} onChange={preferences.setLanguage} />
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconKeyboard size={16} aria-hidden />}
            rightSection={<Keys keys="?" />}
            onClick={() => setKeysShown(true)}
          >
            {t("keys.help")}
          </Menu.Item>
          <Menu.Item leftSection={<IconUserCircle size={16} aria-hidden />} component={Link} to="/account">
            {t("user.account")}
          </Menu.Item>
          <Menu.Item leftSection={<IconLock size={16} aria-hidden />} onClick={() => setPasswordShown(true)}>
            {t("password.title")}
          </Menu.Item>
          <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => signOut.mutate()}>
            {t("user.signOut")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ChangePassword opened={passwordShown} onClose={() => setPasswordShown(false)} />
      <KeysHelp opened={keysShown} onClose={() => setKeysShown(false)} />
    </>
  );
}
