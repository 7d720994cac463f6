// node run.js SCRIPT < stories: runs the script in the worlds that the stories tell, and prints what each has come to.
//
// A story: {tabs, now, zone, verified, bound} make its world, `standing` (tab -> title) the forms that were there before,
// `foreign` the tabs whose form belongs to a colleague, `notes` what an earlier run noted. `runs` is a list of
// {failAt, sort, paste}, one for each press of Run: failAt breaks that call of a service, sort turns the rows of Cycles
// round and paste fills a cell [row, column, text] of it while the first form is being linked. `answers` are sent at the
// end. With `sweep`, the story is told once for each call of its first run (or, with 7, each seventh), each time broken
// there and run again.
'use strict';

const fs = require('fs');
const vm = require('vm');
const { World, services, submit, dayIn } = require('./apps_script.js');

const script = new vm.Script(fs.readFileSync(process.argv[2], 'utf8'), { filename: 'make_forms.js' });

function press(world, { failAt = 0, sort = false, paste = null }) {
  const cycles = world.tabs.find((tab) => tab.name === 'Cycles');
  const once = () => {
    world.onCall = {};
    if (sort) cycles.rows.push(...cycles.rows.splice(1).reverse());
    if (paste) cycles.rows[paste[0] - 1][paste[1] - 1] = paste[2];
  };
  Object.assign(world, { calls: 0, failAt, onCall: { 'FormApp.Form.setDestination': once } });
  const context = vm.createContext(services(world));
  script.runInContext(context);
  try {
    context.makeForms();
    return null;
  } catch (fault) {
    return fault.message;
  }
}

function tell(story) {
  const world = new World(story);
  const runs = (story.runs || [{}]).map((run) => ({ fault: press(world, run), calls: world.calls }));
  (story.answers || []).forEach((answer) => submit(world, answer));
  const { forms, notes, log, toasts, zone } = world;
  const tabs = world.tabs.map(({ name, rows }) => ({ name, rows: rows.map((row) => row.map((cell) => shown(cell, zone))) }));
  return { runs, forms, notes, log, toasts, tabs };
}

/** A cell as the test reads it: a day as {date}, a moment as {moment}. */
function shown(cell, zone) {
  if (!(cell instanceof Date)) return cell;
  const time = cell.toLocaleTimeString('en-GB', { timeZone: zone });
  return time === '00:00:00' ? { date: dayIn(cell, zone) } : { moment: `${dayIn(cell, zone)}T${time}` };
}

function sweep(story) {
  const { calls } = tell({ ...story, runs: [{}] }).runs[0];
  return Array.from({ length: Math.ceil(calls / story.sweep) }, (_, i) => tell({ ...story, runs: [{ failAt: i * story.sweep + 1 }, {}] }));
}

const stories = JSON.parse(fs.readFileSync(0, 'utf8'));
console.log(JSON.stringify(stories.flatMap((story) => (story.sweep ? sweep(story) : [tell(story)]))));
