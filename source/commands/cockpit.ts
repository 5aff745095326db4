/** `flowdeck` without a command: the cockpit on a terminal, its overview as text anywhere else. */
import type { CommandBody } from './definition.js';
import { isInteractive, openCockpit, overviewAnswer, type OverviewJson } from './screen.js';

export const cockpit: CommandBody<OverviewJson> = async (context) => {
  const { project } = context;
  if (isInteractive(context)) {
    return openCockpit(context, {
      project: await project.location(),
      actor: await project.actor(),
      sessionId: project.sessionId,
      async demo() {
        const { demo } = await import('./demo/demo.js');
        const ended = await demo(context);
        return typeof ended === 'number' ? ended : 0;
      },
    });
  }
  const { service } = await project.open();
  return overviewAnswer(context, service);
};
