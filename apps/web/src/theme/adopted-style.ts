/**
 * In place of the package `react-style-singleton`, by which dialogs and menus keep the page behind them from scrolling: that one writes a <style> into the
 * document, which the console's content security policy does not allow. A sheet that a script makes is allowed.
 */
import { useEffect } from 'react';

export interface Sheet {
  add(css: string): void;
  remove(): void;
}

export function stylesheetSingleton(): Sheet {
  let users = 0;
  let sheet: CSSStyleSheet | undefined;
  return {
    add(css) {
      if (users++ > 0) return;
      sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      document.adoptedStyleSheets.push(sheet);
    },
    remove() {
      if (--users > 0) return;
      const index = sheet === undefined ? -1 : document.adoptedStyleSheets.indexOf(sheet);
      if (index >= 0) document.adoptedStyleSheets.splice(index, 1);
      sheet = undefined;
    },
  };
}

export function styleHookSingleton(): (css: string, isDynamic?: boolean) => void {
  const sheet = stylesheetSingleton();
  return (css, isDynamic) => {
    useEffect(() => {
      sheet.add(css);
      return () => sheet.remove();
    }, [isDynamic === true ? css : '']);
  };
}

export function styleSingleton(): (properties: { styles: string; dynamic?: boolean }) => null {
  const useStyle = styleHookSingleton();
  return ({ styles, dynamic }) => {
    useStyle(styles, dynamic);
    return null;
  };
}
