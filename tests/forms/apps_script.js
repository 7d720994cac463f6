// The parts of Google Apps Script that make_forms.js uses, as Google's reference describes them: what is not there is
// no function, a wrong type of parameter throws, and so does what the real services refuse.
'use strict';

/** A school's sheet and Drive: tabs, forms and the notes of the script, kept from one run to the next. */
class World {
  constructor({ tabs, now, zone = 'Europe/London', verified = true, bound = true, foreign = [], standing = {}, notes = {} }) {
    Object.assign(this, { zone, verified, bound, foreign });
    Object.assign(this, { forms: [], toasts: [], log: [], notes: { ...notes }, calls: 0, failAt: 0, onCall: {} });
    this.Date = clock(now);
    this.tabs = tabs.map(({ name, rows }) => ({ name, form: null, rows: rows.map((row) => row.map((cell) => this.cell(cell))) }));
    Object.entries(standing).forEach(([tab, title]) => stand(this, this.tabs.find((each) => each.name === tab), title));
  }

  /** A cell as a test gives it: null is empty, {date} a day of this sheet's time zone, {formula, value} a formula. */
  cell(given) {
    if (given === null) return '';
    return given.date ? midnight(this.Date, given.date, this.zone) : given;
  }

  /** Every call of a service passes here, and fails where the test says so, as Google's do now and then. */
  call(name) {
    this.calls += 1;
    if (this.calls === this.failAt) throw new Error(`Service error: ${name}`);
    if (this.onCall[name]) this.onCall[name]();
  }

  form(title) {
    return this.forms.find((each) => each.title === title);
  }
}

// ── How services take parameters ──────────────────────────────────────────────────────────────────────────────────────

const IS = {
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  integer: (value) => Number.isInteger(value),
  cell: (value) => ['string', 'number', 'boolean'].includes(typeof value) || value instanceof Date,
  strings: (value) => Array.isArray(value) && value.every((each) => typeof each === 'string'),
  date: (value) => value instanceof Date,
  service: (value) => typeof value === 'object' && value !== null,
};

const fits = (type, value) => (type.endsWith('?') && value === undefined) || IS[type.replace('?', '')](value);

/** An object of Google's: method -> [types of its parameters, what it does]; one that gives nothing back gives the object. */
function service(world, name, methods) {
  const self = {};
  for (const [method, [types, does]] of Object.entries(methods)) {
    self[method] = (...given) => {
      world.call(`${name}.${method}`);
      if (given.length > types.length || !types.every((type, i) => fits(type, given[i]))) {
        const kinds = given.map((value) => (value === null ? 'null' : typeof value)).join(',');
        throw new Error(`The parameters (${kinds}) don't match the method signature for ${name}.${method}.`);
      }
      const found = does(...given);
      return found === undefined ? self : found;
    };
  }
  return self;
}

/** An enumeration of Google's: each of its names stands for an object of its own. */
const enumeration = (...names) => Object.freeze(Object.fromEntries(names.map((name) => [name, Object.freeze({ toString: () => name })])));

const ITEM_TYPE = enumeration('TEXT', 'PARAGRAPH_TEXT', 'MULTIPLE_CHOICE', 'CHECKBOX', 'DATE', 'LIST');
const DESTINATION = enumeration('SPREADSHEET');
const EMAILS = enumeration('DO_NOT_COLLECT', 'VERIFIED', 'RESPONDER_INPUT');

// ── Forms ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

function formApp(world) {
  const opened = (found, what) => {
    if (!found) throw new Error(`No item with the given ${what} could be found, or you do not have permission to access it.`);
    return form(world, found);
  };
  const app = service(world, 'FormApp', {
    create: [['string'], (title) => form(world, newForm(world, title))],
    openById: [['string'], (id) => opened(world.forms.find((each) => each.id === id), 'ID')],
    openByUrl: [['string'], (url) => opened(world.forms.find((each) => url.includes(each.id)), 'URL')],
  });
  Object.assign(app, { ItemType: ITEM_TYPE, DestinationType: DESTINATION });
  return world.verified ? Object.assign(app, { EmailCollectionType: EMAILS }) : app;
}

/** Forms made by scripts are not published at first, since July 2026. */
function newForm(world, title) {
  if (!title) throw new Error('Invalid argument: title');
  const id = `1form${world.forms.length + 1}`;
  const made = { id, title, items: [], published: false, emails: 'DO_NOT_COLLECT', linked: false, settings: {} };
  world.forms.push(made);
  return made;
}

/** A form that was there before: it asks, in typed text, what the headings of its tab say. */
function stand(world, tab, title) {
  const made = newForm(world, title);
  tab.rows[0].slice(2).forEach((heading) => Object.assign(newItem(world, made, 'TEXT'), { title: heading }));
  Object.assign(made, { published: true, linked: true });
  tab.form = made.id;
}

const FLAGS = ['AllowResponseEdits', 'LimitOneResponsePerUser', 'ShowLinkToRespondAgain', 'PublishingSummary', 'ProgressBar'];

function form(world, kept) {
  const flags = FLAGS.map((flag) => [`set${flag}`, [['boolean'], (on) => void (kept.settings[flag] = on)]]);
  const adders = { TEXT: 'addTextItem', PARAGRAPH_TEXT: 'addParagraphTextItem', MULTIPLE_CHOICE: 'addMultipleChoiceItem',
    CHECKBOX: 'addCheckboxItem', DATE: 'addDateItem' };
  const adding = Object.entries(adders).map(([type, method]) => [method, [[], () => item(world, newItem(world, kept, type))]]);
  const self = service(world, 'FormApp.Form', {
    ...Object.fromEntries([...flags, ...adding]),
    getId: [[], () => kept.id],
    getTitle: [[], () => kept.title],
    setDescription: [['string'], (text) => void (kept.description = text)],
    setConfirmationMessage: [['string'], (text) => void (kept.confirmation = text)],
    setCollectEmail: [['boolean'], (on) => void (kept.emails = on ? 'RESPONDER_INPUT' : 'DO_NOT_COLLECT')],
    setPublished: [['boolean'], (on) => void (kept.published = on)],
    getItems: [[], () => kept.items.map((each) => anyItem(world, each))],
    deleteItem: [['service'], (gone) => (remove(kept.items, gone.kept), null)],
    setDestination: [['service', 'string'], (type, id) => void link(world, kept, type, id)],
    createResponse: [[], () => formResponse(world, kept)],
  });
  if (world.verified) {
    const setEmailCollectionType = [['service'], (type) => void (kept.emails = String(type))];
    Object.assign(self, service(world, 'FormApp.Form', { setEmailCollectionType }));
  }
  return self;
}

function remove(items, gone) {
  if (!items.includes(gone)) throw new Error('Invalid data updating form.');
  items.splice(items.indexOf(gone), 1);
}

/** Google adds a tab for the answers, in front, with a heading for each question. */
function link(world, kept, type, id) {
  if (type !== DESTINATION.SPREADSHEET || id !== 'sheet-id') throw new Error('Invalid argument: destination');
  const asked = kept.emails === 'DO_NOT_COLLECT' ? [] : ['Email Address'];
  const name = `Form responses ${world.tabs.filter((tab) => tab.form).length + 1}`;
  world.tabs.unshift({ name, form: kept.id, rows: [['Timestamp', ...asked, ...kept.items.map((each) => each.title)]] });
  kept.linked = true;
}

// ── Items ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

function newItem(world, kept, type) {
  if (kept.linked) throw new Error('This stub has no notion of adding a question to a form that is linked.');
  world.items = (world.items || 1000) + 1;
  const made = { id: world.items, type, title: '', help: '', required: false, choices: [], other: false };
  kept.items.push(made);
  return made;
}

const TYPE_NAMES = {
  TEXT: 'TextItem', PARAGRAPH_TEXT: 'ParagraphTextItem', MULTIPLE_CHOICE: 'MultipleChoiceItem', CHECKBOX: 'CheckboxItem', DATE: 'DateItem',
};

function item(world, kept) {
  const choosing = {
    setChoiceValues: [['strings'], (values) => void (kept.choices = checkedChoices(values))],
    showOtherOption: [['boolean'], (on) => void (kept.other = on)],
  };
  return service(world, `FormApp.${TYPE_NAMES[kept.type]}`, {
    ...(['MULTIPLE_CHOICE', 'CHECKBOX'].includes(kept.type) ? choosing : {}),
    setTitle: [['string'], (text) => void (kept.title = text)],
    setHelpText: [['string'], (text) => void (kept.help = text)],
    setRequired: [['boolean'], (on) => void (kept.required = on)],
    createResponse: [[{ CHECKBOX: 'strings', DATE: 'date' }[kept.type] || 'string'], (said) => ({ kept, said: checkedAnswer(kept, said) })],
  });
}

/** An item as getItems() gives it: it must be told what it is before it takes an answer. */
function anyItem(world, kept) {
  const as = Object.entries(TYPE_NAMES).map(([type, name]) => [`as${name}`, [[], () => {
    if (type !== kept.type) throw new Error(`Item is not of type ${name}.`);
    return item(world, kept);
  }]]);
  const self = service(world, 'FormApp.Item', {
    ...Object.fromEntries(as), getTitle: [[], () => kept.title], getType: [[], () => ITEM_TYPE[kept.type]],
  });
  return Object.assign(self, { kept });
}

function checkedChoices(values) {
  if (!values.length) throw new Error('Cannot set an empty array of choices.');
  if (values.some((value) => !value.trim())) throw new Error('A choice cannot be blank.');
  if (new Set(values).size < values.length) throw new Error('A question cannot have duplicate choice values.');
  return [...values];
}

function checkedAnswer(kept, said) {
  const chosen = kept.type === 'MULTIPLE_CHOICE' ? [said] : kept.type === 'CHECKBOX' ? said : [];
  const odd = chosen.find((each) => !kept.choices.includes(each));
  if (odd !== undefined && !kept.other) throw new Error(`Invalid response submitted to ${kept.title}: ${odd}`);
  return said;
}

function formResponse(world, kept) {
  const answers = [];
  return service(world, 'FormApp.FormResponse', {
    withItemResponse: [['service'], (answer) => void answers.push(answer)],
    toPrefilledUrl: [[], () => {
      const query = answers.map(({ kept: { id }, said }) => `&entry.${id}=${encodeURIComponent(said).replace(/%20/g, '+')}`);
      return `https://docs.google.com/forms/d/e/1FAIpQL${kept.id}/viewform?usp=pp_url${query.join('')}`;
    }],
  });
}

/** A teacher answers: what Google then writes into the linked tab. */
function submit(world, { form: title, email, at, said }) {
  const kept = world.form(title);
  if (!kept.published) throw new Error(`${title} is not published: nobody can answer it`);
  const missing = kept.items.find((each) => each.required && !(each.title in said));
  if (missing) throw new Error(`${missing.title} must be answered`);
  const cells = kept.items.map((each) => (each.title in said ? written(world, each, said[each.title]) : ''));
  world.tabs.find((tab) => tab.form === kept.id).rows.push([new world.Date(at), email, ...cells]);
}

function written(world, kept, said) {
  if (kept.type === 'DATE') return midnight(world.Date, said, world.zone);
  const answer = checkedAnswer(kept, said);
  return Array.isArray(answer) ? answer.join(', ') : answer;
}

// ── The sheet ─────────────────────────────────────────────────────────────────────────────────────────────────────────

function spreadsheetApp(world) {
  const book = service(world, 'SpreadsheetApp.Spreadsheet', {
    getId: [[], () => 'sheet-id'],
    getSheets: [[], () => world.tabs.map((tab) => sheet(world, tab))],
    getSpreadsheetTimeZone: [[], () => world.zone],
    toast: [['string', 'string', 'integer'], (text) => (world.toasts.push(text), null)],
  });
  return service(world, 'SpreadsheetApp', { getActiveSpreadsheet: [[], () => (world.bound ? book : null)] });
}

function sheet(world, tab) {
  const width = () => Math.max(0, ...tab.rows.map((row) => row.length));
  return service(world, 'SpreadsheetApp.Sheet', {
    getName: [[], () => tab.name],
    getLastColumn: [[], width],
    getDataRange: [[], () => range(world, tab, 1, 1, Math.max(1, tab.rows.length), Math.max(1, width()))],
    getRange: [['integer', 'integer', 'integer?', 'integer?'], (...at) => range(world, tab, ...at)],
    getFormUrl: [[], () => {
      if (world.foreign.includes(tab.name)) throw new Error('You do not have permission to access the requested form.');
      return tab.form && `https://docs.google.com/forms/d/${tab.form}/viewform`;
    }],
  });
}

function range(world, tab, row, column, rows = 1, columns = 1) {
  if (Math.min(row, column, rows, columns) < 1) throw new Error('The coordinates of the range are outside the dimensions of the sheet.');
  const at = (r, c) => (tab.rows[r - 1] || [])[c - 1] ?? '';
  const every = (length, first) => Array.from({ length }, (_, i) => first + i);
  return service(world, 'SpreadsheetApp.Range', {
    getValues: [[], () => every(rows, row).map((r) => every(columns, column).map((c) => at(r, c).value ?? at(r, c)))],
    isBlank: [[], () => at(row, column) === ''],
    setValue: [['cell'], (value) => {
      while (tab.rows.length < row) tab.rows.push([]);
      while (tab.rows[row - 1].length < column) tab.rows[row - 1].push('');
      tab.rows[row - 1][column - 1] = value;
    }],
  });
}

// ── What else there is ────────────────────────────────────────────────────────────────────────────────────────────────

function propertiesService(world) {
  const notes = service(world, 'PropertiesService.Properties', {
    getProperty: [['string'], (key) => world.notes[key] ?? null],
    setProperty: [['string', 'string'], (key, value) => void (world.notes[key] = value)],
    deleteProperty: [['string'], (key) => void delete world.notes[key]],
  });
  return service(world, 'PropertiesService', { getDocumentProperties: [[], () => notes] });
}

function utilities(world) {
  return service(world, 'Utilities', {
    formatDate: [['date', 'string', 'string'], (moment, zone, format) => {
      if (format !== 'yyyy-MM-dd') throw new Error(`This stub does not write ${format}.`);
      return dayIn(moment, zone);
    }],
  });
}

/** A Date whose "now" stands still. */
function clock(now) {
  return class extends Date {
    constructor(...given) {
      super(...(given.length ? given : [now]));
    }
  };
}

function dayIn(moment, zone) {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(moment);
}

/** The moment a day begins in a time zone: how a sheet hands a day to a script. */
function midnight(Moment, day, zone) {
  const hours = Array.from({ length: 27 }, (_, i) => new Moment(Date.parse(`${day}T00:00:00Z`) + (i - 14) * 3600e3));
  return hours.find((moment) => dayIn(moment, zone) === day);
}

/** Everything that the script finds in its world, by name; nothing else is there. */
function services(world) {
  return {
    SpreadsheetApp: spreadsheetApp(world), FormApp: formApp(world), PropertiesService: propertiesService(world),
    Utilities: utilities(world), console: { log: (text) => world.log.push(text) }, Date: world.Date,
  };
}

module.exports = { World, services, submit, dayIn };
