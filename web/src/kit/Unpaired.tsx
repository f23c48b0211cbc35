import { useEffect } from "react";
import { useNavigate } from "react-router";
import { type DeviceKind, forgetDevice } from "./device.ts";

/** A device whose key opens nothing any more: it asks to be paired again. */
export function Unpaired({ kind, token }: { kind: DeviceKind; token: string }) {
  const navigate = useNavigate();
  useEffect(() => {
    forgetDevice(kind, token);
    // How it prints and looks stays in its address.
    void navigate(`/${kind}${location.search}`, { replace: true });
  }, [kind, token, navigate]);
  return null;
}
