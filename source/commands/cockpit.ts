/** `flowdeck` without a command: the cockpit on a terminal, its overview as text anywhere else. */
import type { CommandBody } from './definition.js';
import { isInteractive, openCockpit, overviewAnswer } from './screen.js';

export const cockpit: CommandBody = async (context) => {
  const { project } = context;
  if (isInteractive(context)) {
    const exitCode = await openCockpit(context, {
      project: await project.location(),
      actor: await project.actor(),
      sessionId: project.sessionId,
      async demo() {
        const { demo } = await import('./demo/demo.js');
        return (await demo(context))?.exitCode ?? 0;
      },
    });
    return { json: {}, text: () => [], exitCode };
  }
  const { service } = await project.open();
  return overviewAnswer(context, service);
};
