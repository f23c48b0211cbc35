import { useCallback, useEffect, useRef, useState } from "react";

/**
 * Counts down while nobody touches the screen, and calls `onEnd` at the end.
 * Returns the seconds left and a way to begin again; undefined seconds while
 * there is nothing to count (`seconds` 0).
 */
export function useIdle(seconds: number, onEnd: () => void): { left: number | undefined; stay: () => void } {
  const [left, setLeft] = useState(seconds);
  const end = useRef(0);
  const latest = useRef(onEnd);
  useEffect(() => {
    latest.current = onEnd;
  });

  const stay = useCallback(() => {
    end.current = performance.now() + seconds * 1000;
    setLeft(seconds);
  }, [seconds]);

  useEffect(() => {
    if (seconds === 0) return;
    stay();
    const timer = setInterval(() => {
      const rest = Math.ceil((end.current - performance.now()) / 1000);
      setLeft(Math.max(0, rest));
      if (rest <= 0) latest.current();
    }, 250);
    for (const event of ["pointerdown", "keydown"]) window.addEventListener(event, stay);
    return () => {
      clearInterval(timer);
      for (const event of ["pointerdown", "keydown"]) window.removeEventListener(event, stay);
    };
  }, [seconds, stay]);

  return { left: seconds === 0 ? undefined : left, stay };
}
