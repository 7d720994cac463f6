// Sharing Good Practice: makes the three forms, links them to this sheet, and writes their links into the tab Cycles.
//
// Run it: in the coordinator's sheet choose Extensions > Apps Script, paste all of this over what is there, save,
// choose makeForms beside Run, and press Run. It may be run again at any time: what stands is left alone, and what
// was interrupted is finished.
//
// Google asks once whether this script may
// - see and edit your spreadsheets: it reads the tabs Cycles and Focuses and the headings of the others, and fills
//   empty link cells in Cycles;
// - see and manage your forms: it makes three, and opens them again when it is run again.
// It uses no other service and sends nothing elsewhere. The annotation for "only the current document" is left out on
// purpose: it would narrow forms as well, to one that this script is attached to, and then none could be opened. To
// narrow the first permission alone, name these two under oauthScopes in the manifest (appsscript.json):
//   https://www.googleapis.com/auth/spreadsheets.currentonly
//   https://www.googleapis.com/auth/forms

/** Makes what is missing of the three forms, and says what it did. Run this one. */
function makeForms() {
  const book = SpreadsheetApp.getActiveSpreadsheet();
  if (!book) {
    throw new Error('Open this script from the sheet itself: Extensions > Apps Script.');
  }
  // Both look up every heading that is needed, so that a missing one is told before anything is made.
  const [cycle, focuses] = [chooseCycle(book), wholeSchoolFocuses(book)];
  const said = FORMS.map((wanted) => makeForm(book, cycle, focuses, wanted));
  book.toast(said.join(' '), 'The forms', -1);
}

/** Makes one form and writes its link, unless a link stands there; returns what was done, in a sentence. */
function makeForm(book, cycle, focuses, wanted) {
  if (!linkCell(book, cycle, wanted).isBlank()) {
    return say(`“${wanted.title}”: nothing to do, ${cycle} has a link under ${wanted.heading}.`);
  }
  const standing = linkedForm(book, wanted);
  const form = standing || newForm(book, focuses, wanted);
  unfinished().deleteProperty(wanted.heading);
  const link = prefilledLink(form, wanted);
  // Looked up again: while a form is made, people may sort the tab or paste a link of their own.
  const cell = linkCell(book, cycle, wanted);
  const made = `“${wanted.title}” ${standing ? 'was here already' : 'is made'}`;
  if (!cell.isBlank()) {
    return say(`${made}, but ${cycle} was given another link meanwhile. Its own is ${link}`);
  }
  cell.setValue(link);
  return say(`${made}; its link is in the tab ${BOOK.cycles.tab}, ${cycle}.`);
}

// ── The tab Cycles ────────────────────────────────────────────────────────────────────────────────────────────────────

/** The name of the cycle whose row takes the links: the earliest not yet closed, else the first without links. */
function chooseCycle(book) {
  const named = cyclesOf(book).filter((row) => row.name);
  if (!named.length) {
    throw new Error(`The tab ${BOOK.cycles.tab} names no cycle yet. Write one there, with the day it closes, and run makeForms again.`);
  }
  const today = dayOf(book, new Date());
  const open = named.filter((row) => row.closes >= today).sort((a, b) => (a.closes < b.closes ? -1 : a.closes > b.closes ? 1 : 0));
  return (open[0] || named.find((row) => !row.linked) || named[named.length - 1]).name;
}

/** Every row of Cycles: its name, the day it closes (yyyy-mm-dd, or '' where there is none), and whether any link stands. */
function cyclesOf(book) {
  const cycles = readTab(book, BOOK.cycles.tab);
  const [name, closes, ...links] = [BOOK.cycles.name, BOOK.cycles.closes, ...FORMS.map((wanted) => wanted.heading)]
    .map((heading) => columnOf(cycles, heading));
  return cycles.rows.map((row) => ({
    name: nameOf(row[name]),
    closes: row[closes] instanceof Date ? dayOf(book, row[closes]) : '',
    linked: links.some((column) => row[column] !== ''),
  }));
}

/** The cell for the link of a form, found by the cycle's name and the heading, wherever they stand now. */
function linkCell(book, cycle, wanted) {
  const cycles = readTab(book, BOOK.cycles.tab);
  const name = columnOf(cycles, BOOK.cycles.name);
  const row = cycles.rows.findIndex((cells) => nameOf(cells[name]) === cycle);
  if (row < 0) {
    throw new Error(`The cycle ${cycle} is no longer in the tab ${BOOK.cycles.tab}. Run makeForms again.`);
  }
  return cycles.sheet.getRange(row + 2, columnOf(cycles, wanted.heading) + 1);
}

// ── A form ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The form that writes its answers into this sheet and asks at least half of these questions, or null. */
function linkedForm(book, wanted) {
  const forms = book.getSheets().filter((sheet) => asksFor(sheet, wanted)).map(formBehind);
  return forms.find((form) => form) || null;
}

function asksFor(sheet, wanted) {
  const headings = sheet.getRange(1, 1, 1, Math.max(1, sheet.getLastColumn())).getValues()[0].map(loose);
  return wanted.questions.filter((question) => headings.includes(loose(question.title))).length * 2 >= wanted.questions.length;
}

function formBehind(sheet) {
  try {
    const url = sheet.getFormUrl();
    return url ? FormApp.openByUrl(url) : null;
  } catch (fault) {
    // Making a second form because the first cannot be seen would part the answers.
    throw new Error(`The form that answers into the tab ${sheet.getName()} cannot be opened: ${fault.message} If it is a colleague's, ` +
      `ask to be made an editor of it. If it is gone, choose Tools > Manage form > Unlink form in that tab. Then run makeForms again.`);
  }
}

/** A new form with all its questions, linked to this sheet. */
function newForm(book, focuses, wanted) {
  const form = unfinishedForm(wanted) || startForm(wanted);
  form.getItems().forEach((item) => form.deleteItem(item));
  dress(form, wanted);
  wanted.questions.forEach((question) => addQuestion(form, focuses, question));
  // Google keeps the forms that scripts make closed until they are published.
  form.setPublished(true);
  // Linked last: the tab for its answers gets all headings at once, and a linked form is a finished one.
  form.setDestination(FormApp.DestinationType.SPREADSHEET, book.getId());
  return form;
}

function startForm(wanted) {
  const notes = unfinished();
  const form = FormApp.create(wanted.title);
  // Noted at once, so that a run that is cut short is taken up here and not begun anew.
  notes.setProperty(wanted.heading, form.getId());
  return form;
}

function unfinishedForm(wanted) {
  const id = unfinished().getProperty(wanted.heading);
  try {
    return id ? FormApp.openById(id) : null;
  } catch (fault) {
    return null; // somebody deleted the half-made form
  }
}

function unfinished() {
  return PropertiesService.getDocumentProperties();
}

/** What a form says and allows: one may answer again or change an answer, and only the coordinator sees the answers. */
function dress(form, wanted) {
  form.setDescription(wanted.description)
    .setConfirmationMessage(wanted.thanks)
    .setAllowResponseEdits(true)
    .setLimitOneResponsePerUser(false)
    .setShowLinkToRespondAgain(true)
    .setPublishingSummary(false)
    .setProgressBar(false);
  collectAddresses(form);
}

function collectAddresses(form) {
  try {
    // Works, but is not in Google's published reference, and so has an older way beside it.
    form.setEmailCollectionType(FormApp.EmailCollectionType.VERIFIED);
  } catch (fault) {
    form.setCollectEmail(true);
    say(`“${form.getTitle()}”: please open its Settings > Responses and set “Collect email addresses” to Verified.`);
  }
}

function addQuestion(form, focuses, question) {
  const options = optionsOf(question, focuses);
  const chosen = ['choice', 'checkboxes'].includes(question.kind);
  const item = ADD[chosen && !options.length ? 'long text' : question.kind](form);
  item.setTitle(question.title).setHelpText(question.help || '').setRequired(Boolean(question.needed));
  if (chosen && options.length) {
    item.setChoiceValues(options);
  }
  if (question.kind === 'checkboxes' && options.length) {
    item.showOtherOption(true);
  }
}

/** The options of a question; whole-school focuses are the school's own, and the shipped ones where it has chosen none. */
function optionsOf(question, focuses) {
  const options = question.wholeSchool && focuses.length ? focuses : question.options || [];
  return [...new Set(options.map(nameOf))].filter((option) => option);
}

/** The form's link with the sample answers that each letter replaces by the teacher's own. */
function prefilledLink(form, wanted) {
  const answers = form.createResponse();
  form.getItems().forEach((item) => {
    const question = wanted.questions.find((each) => each.sample && loose(each.title) === loose(item.getTitle()));
    const typed = question && asTyped(item);
    if (typed) {
      answers.withItemResponse(typed.createResponse(question.sample));
    }
  });
  return answers.toPrefilledUrl();
}

/** The item as one that takes typed text, or null: a choice takes none but its own options. */
function asTyped(item) {
  switch (item.getType()) {
    case FormApp.ItemType.TEXT:
      return item.asTextItem();
    case FormApp.ItemType.PARAGRAPH_TEXT:
      return item.asParagraphTextItem();
    default:
      return null;
  }
}

// ── The tab Focuses ───────────────────────────────────────────────────────────────────────────────────────────────────

/** The names of the focuses that are whole-school and in use. */
function wholeSchoolFocuses(book) {
  const focuses = readTab(book, BOOK.focuses.tab);
  const [name, wholeSchool, active] = [BOOK.focuses.name, BOOK.focuses.wholeSchool, BOOK.focuses.active]
    .map((heading) => columnOf(focuses, heading));
  return focuses.rows
    .filter((row) => BOOK.yes.includes(wordOf(row[wholeSchool])) && !BOOK.no.includes(wordOf(row[active])))
    .map((row) => nameOf(row[name]));
}

// ── Reading the sheet ─────────────────────────────────────────────────────────────────────────────────────────────────

/** A tab's headings, in the plain form in which they are compared, and its rows below them. */
function readTab(book, title) {
  const sheet = book.getSheets().find((each) => loose(each.getName()) === loose(title));
  if (!sheet) {
    throw new Error(`This sheet has no tab ${title}. Let setup_book.py add it, then run makeForms again.`);
  }
  const [headings, ...rows] = sheet.getDataRange().getValues();
  return { sheet, headings: headings.map(loose), rows };
}

function columnOf(tab, heading) {
  const column = tab.headings.indexOf(loose(heading));
  if (column < 0) {
    throw new Error(`The tab ${tab.sheet.getName()} has no column “${heading}”. Let setup_book.py add it, then run makeForms again.`);
  }
  return column;
}

/** A heading reduced to its letters and digits: case, spaces, punctuation and a leading number do not count. */
function loose(heading) {
  return String(heading).normalize('NFKC').replace(/\p{C}/gu, '').trim()
    .replace(/^\d+\s*[.):\]]\s*/, '').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function nameOf(cell) {
  return String(cell).trim();
}

function wordOf(cell) {
  return nameOf(cell).toLowerCase();
}

/** A day of this sheet's own time zone, which may differ from the script's. */
function dayOf(book, moment) {
  return Utilities.formatDate(moment, book.getSpreadsheetTimeZone(), 'yyyy-MM-dd');
}

function say(sentence) {
  console.log(sentence);
  return sentence;
}

// ── What is asked, from config/forms.toml, and where it stands in the sheet ───────────────────────────────────────────

const ADD = {
  'text': (form) => form.addTextItem(),
  'long text': (form) => form.addParagraphTextItem(),
  'choice': (form) => form.addMultipleChoiceItem(),
  'checkboxes': (form) => form.addCheckboxItem(),
  'date': (form) => form.addDateItem(),
};

const BOOK = {
  cycles: {"tab": "Cycles", "name": "Cycle", "closes": "Closes on"},
  focuses: {"tab": "Focuses", "name": "Focus", "wholeSchool": "Whole school", "active": "Active"},
  yes: ["1", "ja", "oui", "true", "x", "y", "yes", "\u2713"],
  no: ["0", "false", "n", "no", "\u2717"],
};

const FORMS = [
  {
    title: "Sharing and planning",
    description: "Thank you for sharing. A few lines are plenty, and nothing here is graded.",
    thanks: "Thank you. Try your small change, and bring what you notice to meeting 2.",
    heading: "Form 1 link",
    questions: [
      {"title": "Cycle", "kind": "text", "help": "Usually filled in already; leave it as it is.", "sample": "CYCLE"},
      {"title": "My target", "kind": "long text", "help": "As in your email. Change the words here if you reword it.", "sample": "TARGET"},
      {"title": "Keep or reword", "kind": "choice", "options": ["Keep", "Reword"]},
      {"title": "Focus on", "kind": "choice", "options": ["An area of teaching", "A class", "A student (no names please)"]},
      {"title": "What I do now", "kind": "long text"},
      {"title": "The small change I will try", "kind": "long text"},
      {"title": "What I will stop to make room", "kind": "long text"},
      {"title": "Idea heard", "kind": "long text"},
      {"title": "Idea heard from which department", "kind": "text"},
      {"title": "Whole-school focuses", "kind": "checkboxes", "options": ["Questioning", "Retrieval practice", "Literacy and vocabulary", "Modelling and scaffolding", "Assessment for learning", "Feedback, marking and response"], "wholeSchool": true},
      {"title": "Evidence I will bring", "kind": "long text"},
      {"title": "Help I need", "kind": "long text"},
    ],
  },
  {
    title: "Reflection and evidence",
    description: "A look back at what you tried. Short and honest is best, and nothing here is graded.",
    thanks: "Thank you. What you would like to share will reach your colleagues.",
    heading: "Form 2 link",
    questions: [
      {"title": "Cycle", "kind": "text", "help": "Usually filled in already; leave it as it is.", "sample": "CYCLE"},
      {"title": "What I tried", "kind": "long text"},
      {"title": "What happened for students", "kind": "long text"},
      {"title": "Evidence kind", "kind": "checkboxes", "options": ["Books or pupils' work", "Quiz or test scores", "What students said", "A colleague watched", "Photos, video or audio"]},
      {"title": "Evidence link", "kind": "text", "help": "Where the coordinator can open it. Please no names of students."},
      {"title": "How far the target is met", "kind": "choice", "options": ["Not yet", "Partly", "Fully"]},
      {"title": "Adopt, adapt or drop", "kind": "choice", "options": ["Adopt", "Adapt", "Drop"]},
      {"title": "One idea worth sharing", "kind": "long text"},
      {"title": "May we share it", "kind": "choice", "options": ["Yes", "Anonymously", "No"]},
    ],
  },
  {
    title: "Back in departments",
    description: "What your department makes of one idea. For another idea, fill in the form once more.",
    thanks: "Thank you. For another idea, fill in the form once more.",
    heading: "Form 3 link",
    questions: [
      {"title": "Cycle", "kind": "text", "help": "Usually filled in already; leave it as it is.", "sample": "CYCLE"},
      {"title": "Department", "kind": "text", "sample": "DEPARTMENT"},
      {"title": "Idea", "kind": "long text", "needed": true},
      {"title": "Whose idea", "kind": "text", "help": "An email address, or first and last name."},
      {"title": "Decision", "kind": "choice", "options": ["Adopt", "Try", "Not for us", "Now embedded"], "needed": true},
      {"title": "Where it goes (scheme, unit, year)", "kind": "long text"},
      {"title": "Owner", "kind": "text", "help": "An email address, or first and last name."},
      {"title": "Due", "kind": "date"},
      {"title": "Link", "kind": "text", "help": "Where colleagues can open it."},
    ],
  },
];
