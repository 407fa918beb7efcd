/** Every text of the page, in Spanish. */
import type { Texts } from "./en.ts";
import { alerts, atWay } from "./es-alerts.ts";
import { device } from "./es-device.ts";
import { contingents, feeds } from "./es-feeds.ts";
import { notices } from "./es-notices.ts";
import { security } from "./es-security.ts";
import { stewards } from "./es-stewards.ts";

export const es: Texts = {
  title: "Marcha",
  paused: (title) => `En pausa · ${title}`,

  start: {
    heading: "Marcha",
    what: "Mira dónde está tu gente durante la marcha, y olvídalo después.",
    how: "Quien tiene el enlace ve a su contingente en un mapa en vivo; los demás, solo como un círculo. Sin cuenta ni nombre; el servidor guarda las posiciones solo en memoria.",
    make: "Crear una marcha",
    makeWhy: "Recibes un enlace y un código QR para los demás.",
    join: "Unirse a una marcha",
    pasteLabel: "Pega el enlace de invitación",
    pasteHint: "O escanea su código QR con la cámara.",
    open: "Abrir",
    yours: "En este teléfono",
    until: (time) => `hasta ${time}`,
    security: "¿Es seguro?",
  },

  pasted: {
    not_a_link: "Esto no es el enlace de una marcha. Se parece a …/march/… con letras detrás.",
    other_server: "Este enlace es de otro servidor. Ábrelo en el navegador.",
    no_invite: "Falta una parte de este enlace. Pídelo de nuevo.",
  },

  make: {
    heading: "Crear una marcha",
    name: "Nombre de la marcha",
    nameHint: "Solo está en el enlace. El servidor nunca lo sabe.",
    contingents: "Contingentes para elegir",
    contingentsHint:
      "Separados por comas. Si está vacío: Cabeza, Centro, Cola, Sanitarios. Se puede escribir otro.",
    contingentsExample: "Enfermería, Estudiantes, Vecinas",
    hours: "Termina después de",
    lifetime: "Borrar cada posición después de",
    lifetimeHint: "En cada teléfono y en el servidor. Luego nadie puede alargarlo.",
    lifetimes: [
      [1_800, "30 min"],
      [3_600, "1 h"],
      [7_200, "2 h"],
    ],
    submit: "Crearla",
    busy: "Creando …",
  },

  invite: {
    heading: "Invitar a gente",
    what: "Quien tenga este enlace puede unirse y ver a su contingente. Pásalo a personas, no lo publiques.",
    qr: (name) => `Código QR del enlace de invitación a ${name}`,
    link: "El enlace",
    share: "Compartir el enlace",
    copy: "Copiar el enlace",
    copied: "Copiado ✓",
    notCopied: "No copiado: mantén pulsado el enlace",
    local: "Esta dirección solo funciona en este ordenador.",
    localWhat:
      "Los demás necesitan una que empiece por https:// y lleve a este servidor: la prepara quien lo administra. Por http, los teléfonos no comparten posición. Para probarlo, abre el enlace en otro navegador o en una ventana privada: otra ventana de este es la misma persona.",
    next: "Unirme también",
    display: "Enlace para una pantalla",
    displayWhat:
      "Abre una marcha que solo mira, para una pantalla en un punto de encuentro. Muestra a todos con exactitud: dalo a pocos.",
    displayMake: "Crear un enlace de pantalla",
    displayLink: { link: "El enlace de pantalla", copy: "Copiar el de pantalla" },
  },

  join: {
    heading: (name) => (name === "" ? "Unirse a la marcha" : `Unirse a ${name}`),
    contingent: "Tu contingente",
    contingentHint: "La gente con la que marchas. Te ven con exactitud, y tú a ellos.",
    suggestions: ["Cabeza", "Centro", "Cola", "Sanitarios"],
    own: "Otro nombre",
    what: "Cuando tocas Compartir, tu contingente ve tu lugar exacto, y también quien recibió de un responsable un enlace para pantalla; los demás, solo un círculo de cinco personas o más; y quien administra este servidor podría leerlo. Se borra después de",
    notYet: "Al unirte aún no compartes nada.",
    submit: "Unirme",
    busy: "Uniéndose …",
    lifetimeUnknown: "2 horas como mucho.",
    contingentMissing: "Elige o escribe un contingente.",
  },

  watch: {
    heading: (name) => (name === "" ? "Ver la marcha" : `Ver ${name}`),
    what: "Este enlace es para una pantalla. Muestra con exactitud a todos los que comparten y no comparte nada de este teléfono. Quien vea esta pantalla los ve a todos.",
    contingent: "Pantalla",
    submit: "Ver",
  },

  map: {
    label: "Mapa. Las flechas lo mueven, más y menos acercan y alejan. La lista dice lo mismo.",
    loading: "Cargando el mapa …",
    failed: "No se ha podido cargar el mapa. La lista funciona sin él.",
    again: "Probar de nuevo",
    zoomIn: "Acercar",
    zoomOut: "Alejar",
    follow: "Seguirme",
    fit: "Ver a todos",
    square: (distance) => `Cada cuadro mide ${distance}`,
    empty: "Nadie más de tu contingente comparte aún.",
    emptyNotSharing: "Aún no comparte nadie. Toca Compartir para empezar.",
    emptyDisplay: "Aún no comparte nadie.",
    emptyInvite: "Invitar",
    streetsFailed: "No se han podido cargar las calles.",
    you: "tú",
    close: "Cerrar",
  },

  march: {
    share: "Compartir mi posición",
    stop: "Dejar de compartir",
    map: "Mapa",
    list: "Lista",
    menu: "Menú",
    untitled: "Marcha",
  },

  link: {
    connecting: "Conectando …",
    live: "En vivo",
    offline: "Sin conexión: reintentando",
    stopping: "El servidor se reinicia: reintentando",
    rejected: "No conectado",
  },

  sharing: {
    off: "No compartes.",
    display: "Este teléfono solo mira.",
    starting: (every) => `Compartes cada ${every}. Esperando la primera posición …`,
    sending: (every) => `Compartes cada ${every}. Enviando …`,
    waiting: (every) => `Compartes cada ${every}, aún sin enviar: no hay conexión.`,
    sent: {
      seen: (every, age) => `Compartes cada ${every}, último envío ${age}.`,
      spoken: (every) => `Compartes cada ${every}, enviado.`,
    },
    late: {
      seen: (age) => `La red va con retraso: último envío ${age}.`,
      spoken: "La red va con retraso.",
    },
    paused: "En pausa mientras esta página no está en pantalla.",
    left: {
      seen: (age, until) => `No compartes, pero tu último lugar (${age}) se ve hasta ${until}.`,
      spoken: (until) => `No compartes, pero tu último lugar se ve hasta ${until}.`,
    },
    perhaps: (until) =>
      `No compartes. Si compartiste antes, otros pueden ver ese lugar hasta ${until}.`,
    withdrawing: "Parado. Tu señal se quita en cuanto haya conexión.",
    withdraw: "Quitarlo",
    refused: (reason) => `El servidor ha rechazado tu posición. ${reason}`,
    full: "Comparten tantos como caben en esta marcha.",
  },

  trouble: {
    denied:
      "Sin posición: esta página no puede pedirla. Permite la ubicación de este sitio en los ajustes del navegador.",
    unavailable: "El teléfono no da posición. Sal al aire libre o activa la ubicación.",
    timeout: "Aún se busca tu posición. Al aire libre va más rápido.",
  },

  list: {
    everyone: "Todos",
    sharing: (count) => (count === 1 ? "Comparte 1 persona." : `Comparten ${count} personas.`),
    others: "Otros contingentes",
    othersNone: "Ninguno de cinco personas o más.",
    person: (code) => `Persona ${code}`,
    you: "Tú",
    people: (atLeast) => `${atLeast} personas o más`,
    within: (distance) => `la mayoría en ${distance}`,
    still: "sin moverse",
    moving: (direction, kmh) => `hacia el ${direction}, ${kmh} km/h`,
    from: (distance, direction) => `${distance} al ${direction}`,
    noPlace: "Las distancias llegan cuando el teléfono sabe dónde está.",
    announce: (count, nearest) => {
      if (count === 0) return "Nadie más de tu contingente comparte.";
      const who = count === 1 ? "Comparte 1 persona más" : `Comparten ${count} personas más`;
      return nearest === null ? `${who}.` : `${who}, la más cercana ${atWay(nearest)}.`;
    },
  },

  menu: {
    heading: "Menú",
    close: "Cerrar",
    settings: "Ajustes",
    invite: "Invitar a gente",
    security: "¿Es seguro?",
    leave: "Dejar esta marcha",
    youAre: (code, contingent) => `Eres la Persona ${code} de ${contingent}.`,
    ends: (time, lifetime) =>
      `La marcha termina a las ${time}. Las posiciones se borran después de ${lifetime}.`,
  },

  erase: {
    heading: "¿Borrarlo todo?",
    what: "Desaparece para siempre, en todos los teléfonos, todo lo que guarda la marcha: posiciones, avisos, mensajes, y los nombres y colores de los contingentes. La gente sigue dentro, y quien comparte sigue compartiendo.",
    yes: "Borrarlo todo",
    no: "No borrar",
    busy: "Borrando …",
    done: (positions) =>
      positions === 1
        ? "Borrado: todo, y 1 posición."
        : `Borrado: todo, y ${positions} posiciones.`,
    unknown: "No hubo respuesta. Puede que esté borrado o no: mira el mapa y prueba otra vez.",
  },

  leave: {
    heading: "¿Dejar esta marcha?",
    what: "Se quita tu señal y este teléfono olvida la marcha y sus claves. Para volver necesitas el enlace.",
    yes: "Dejarla",
    no: "Quedarme",
    busy: "Quitando tu señal …",
    stays: (time) => `No se ha podido quitar tu señal. Otros pueden verla hasta ${time}.`,
    anyway: {
      what: "Este teléfono olvida la marcha y sus claves. Para volver necesitas el enlace.",
      yes: "Dejarla igualmente",
    },
    steward: "Eres responsable de ella: los demás responsables continúan sin ti.",
    lastSteward:
      "Que sepa este teléfono, eres la única persona responsable: si la dejas, nadie podrá expulsar, borrar ni terminarla. Cede antes el cargo.",
  },

  notice: notices,

  fault: {
    unreachable: "El servidor no responde. ¿Tiene conexión este teléfono?",
    clock: "El reloj de este teléfono está mal. Ponlo en automático y prueba otra vez.",
    unknown: "El servidor no ha podido hacerlo.",
    busy: "El servidor tiene demasiado que hacer. Prueba otra vez dentro de un rato.",
  },

  duration: {
    seconds: (n) => `${n} s`,
    minutes: (n) => `${n} min`,
    hours: (h, min) => (min === 0 ? `${h} h` : `${h} h ${min} min`),
  },
  age: { now: "ahora mismo", ago: (duration) => `hace ${duration}` },
  distance: {
    here: "aquí mismo",
    metres: (n) => `${n} m`,
    kilometres: (n) => `${n} km`,
  },
  compass: "norte, noreste, este, sureste, sur, suroeste, oeste, noroeste".split(", "),

  back: "Atrás",

  alerts,
  contingents,
  device,
  feeds,
  security,
  stewards,
};
