/**
 * Names that look the same, as a person would find them: for the node and for the page. What looks
 * Latin after the first of a line is not, in a letter or in all.
 */
const CYRILLIC_AND_GREEK = [
  ["Medics", "Μedics", "Меdісѕ", "МЕDІСЅ", "mеdiсs", "Мediϲs", "ΜediϹs"],
  ["Nurses", "Νurses", "NURЅES", "nυrses", "ηurses"],
  ["BEH", "ΒΕΗ", "ВЕН", "веН", "ВЕҺ"],
  ["Zone", "Ζone", "ΖΟΝΕ", "Zоnе"],
  ["Youth", "Υouth", "Уouth", "ΥΟUΤΗ", "Үouth", "γouth"],
  ["Hackers", "Ηackers", "Насkеrѕ", "Һackers", "ΗΑCΚΕRЅ"],
  ["level", "ӏevel", "lеνеl", "leѵel", "ӏеѵеӏ"],
  ["Iris", "Ӏris", "Іrіѕ", "Ιrιs", "iгis"],
  ["Joy park", "Ϳoy park", "Јоу раrk", "ϳoy ρаrк"],
  ["Queer families", "Ԛueer families", "ԛueer Ϝamilies"],
  ["Dogs with wax", "Ԁоgs ѡith ԝax", "dΟGs Ԝith ωах", "dogs Ѡith wаχ", "doԌs with wax"],
  ["Pots", "Ροts", "Роts", "ρσtѕ", "ΡΟΤЅ"],
  ["Bambi", "Ьambi", "ьаmьі", "Ваmbі"],
  ["Mix", "Ϻix", "Міх", "ΜΙΧ"],
  ["Vox", "Ѵох", "νοх", "vоx"],
  ["Zoë", "Zоё", "ΖΟË"],
  ["Æon", "Ӕon", "ӕоn"],
  ["Əli", "Әli", "əӏi"],
  ["hot jam", "һоτ јам", "нот ϳам", "ҺОТ ЈАМ"],
  ["Docks", "ԁoсκѕ", "doςΚs", "ԀОСКЅ"],
  ["Yes Xerxes", "үεѕ Хεrxеѕ", "Үеs χerхεs"],
  ["Fəd", "Ϝәԁ"],
  // Among themselves, too, and with Latin letters in them.
  ["Νίκη", "ΝΊΚΗ", "NΊKH", "vίκn", "Nίκη"],
  ["Мир", "МИР", "MИP", "Mиp"],
] as const;

const SPELT = [
  ["Tenants", "TENANTS", "ｔenants", "Ten\u200dants", "Ten\u200cants", "Tenants\ufe0f"],
  ["Night shift", "night  SHIFT", "Night\u00a0shift", "Night\u2800shift", "Night shift\u2800"],
  ["Straße", "STRASSE"],
] as const;

export const NAMES_ALIKE: readonly (readonly string[])[] = [...SPELT, ...CYRILLIC_AND_GREEK];

/** No two of them look the same. */
export const NAMES_UNLIKE: readonly string[] =
  "Nine Vine Hine Zoe Zoë Nurses Nurse Nightshift Cooks Gooks Мир Мира Νίκη Νίκα 医療班 医療 أطباء"
    .split(" ")
    .concat("Night shift");
