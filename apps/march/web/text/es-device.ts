/** What the page says, in Spanish, of this phone: settings, updates, the clock, panic. */
import type { Texts } from "./en.ts";

export const device: Texts["device"] = {
  settings: {
    heading: "Ajustes",
    interval: "Enviar mi posición cada",
    intervalHint: "Con menos frecuencia se ahorran batería y datos.",
    keep: "Borrar mi posición después de",
    keepHint: "Como muy tarde, cuando la borre la marcha. Vale desde la próxima posición.",
    keepMarch: "como la marcha",
    blur: "¿Con qué precisión se ve mi posición?",
    blurExact: "exacta",
    blurVague: "unos 200 m",
    blurHint:
      "Unos 200 m: el teléfono la lleva al centro de un cuadro antes de enviarla. A los demás no se les dice: la ven como exacta. Un aviso dice el lugar exacto.",
    language: "Idioma",
    languageSystem: "el del navegador",
    languageLater: (name) => `${name} aún no está en este teléfono: llega con la próxima conexión.`,
    theme: "Claro u oscuro",
    themes: { system: "como el teléfono", light: "claro", dark: "oscuro" },
    kept: "Estos ajustes se quedan en este teléfono, salvo el deseo de borrar antes: va con cada posición.",
  },

  renewal: {
    waits: "Hay una versión nueva.",
    update: "Actualizar",
    what: "Carga la página de nuevo. Dejas de compartir hasta que vuelvas a tocar.",
  },

  keeps: {
    nothing: "Este navegador no guarda nada: lo que hay aquí se va al cerrar la página.",
    some: "No se ha podido guardar o leer todo. Lo guardado sigue en este teléfono al cerrar la página.",
    undeleted:
      "Algo no se ha podido borrar de este teléfono. Para asegurarte, borra los datos de este sitio en los ajustes del navegador.",
  },
  offlineStart: (since) =>
    `Sin conexión${since === null ? "" : ` desde ${since}`}. Se muestra lo que guarda este teléfono: ninguna posición ajena.`,
  unsent: (count) => `En espera de envío: ${count}.`,

  clock: {
    slow: (by) => `El reloj de este teléfono va ${by} atrasado. La página lo corrige.`,
    fast: (by) => `El reloj de este teléfono va ${by} adelantado. La página lo corrige.`,
  },

  panic: {
    button: "Pánico: vaciar este teléfono",
    heading: "¿Vaciar este teléfono ahora?",
    what: "Quita tus señales si hay red. Borra de este teléfono claves, marchas y ajustes. No se puede deshacer.",
    stays: (time) => `Sin red, otros pueden ver una señal tuya hasta ${time} como mucho.`,
    yes: "Vaciar ahora",
    no: "Cancelar",
    busy: "Vaciando …",
    failed: "El navegador no ha querido borrar algo. Borra los datos de este sitio en sus ajustes.",
  },
};
