"""Cues of English as observers write it: what praises, what wishes, what waves aside, what turns."""

from collections.abc import Mapping
from types import MappingProxyType

WWW, EBI, HEAD_PRAISE, HEAD_POINT = "www", "ebi", "head of praise", "head of point"
PRAISE, WISH, LACK, DISMISS, TURN, CONCEDE = "praise", "wish", "lack", "dismiss", "turn", "concede"
REASON, MAIN, MINOR, UNDER, ASIDE, WHICH, PLAIN, NEEDED, DOING = "reason", "main", "minor", "under", "aside", "which", "plain", "needed", "doing"

FAMILIES = frozenset((WISH, LACK, DOING, PLAIN, NEEDED))
"""Kinds that a word's whole family belongs to."""

_CUES: Mapping[str, str] = {
    WWW: "WWW; what went well",
    EBI: "EBI; even better if; even better; to make it even better",
    HEAD_PRAISE: "strengths; strength; positives; praise; went well; good points; pluses; liked",
    HEAD_POINT: "next steps; next step; targets; target; to improve; areas for development; area for development; development; to develop;"
                "development point; action; to work on; points; improvements; afd; areas to improve; think about; consider; next time; wish",
    PRAISE: "good; great; excellent; superb; superbly; lovely; strong; brilliant; brilliantly; fantastic; super; wonderful; impressive;"
            "outstanding; terrific; amazing; nice; nicely; well; pleasing; pleased; strength; enjoyed; loved; liked; impressed; a joy; a treat;"
            "spot on; first class; first rate; exemplary; beautifully; beautiful; effectively; successful; successfully; skilful; skilfully;"
            "secure; fine; ok; okay; solid; sound; fab; perfect; perfectly; thank; thanks; a pleasure; splendid; smooth; smoothly;"
            "crystal clear; confident; confidently; very effective; on point; top notch; delightful; marvellous; a highlight; a delight;"
            "a model for; no opt out; lively; in place; embedded; come on; come a long way; has improved; have improved; much improved; already;"
            "worked a treat; commendable; praiseworthy; admirable; well established; was clear; were clear; cracked; nailed; mastered; gd; gud; v good; vg; very clear; so clear; no doubt",
    WISH: "need; should; could; would; try; consider; must; ensure; make sure; work on; next; please; let's; lets; aim; focus on; develop;"
          "improve; improvement; better; more; further; instead; think about; look at; look into; remember to; how about; why not; perhaps;"
          "maybe; might; want; wish; time to; rather; have a go; build in; plan for; next time; from now on; in future; now for; turn to;"
          "turn your attention; move on to; attention to; priority; go deeper; use; would help; benefit; deserve; the gap; the issue; the thing;"
          "the one thing; target; challenge now; left to; longer; less; fewer; let; get; insist; require; ought; could do with; how will;"
          "how might; is there; are there; can you; can they; have you; what if; who; why; where; tighten; sharpen; raise; increase; reduce",
    LACK: "not; no; never; lack; lacking; missing; without; too; only; few; little; poor; poorly; weak; rarely; seldom; hardly; unclear;"
          "limited; inconsistent; inconsistently; lost; nobody; none; nothing; no one; forgot; struggle; bored; confused; unsure; off task;"
          "wasted; wrong; dip; drift; drop; dropped; slip; slipped; ignored; unchecked; uncorrected; unmarked; slow; rushed; overran; late;"
          "noisy; stuck; idle; easy; hard; difficult; dragged; gave up; ran out; ages; vague; thin; patchy; absent; unmet; undone; neither;"
          "left; fail; failed; same; still; behind; lagged; let down; weaker; weakest; underused; waited; waiting; fell; chaotic; messy;"
          "mostly; always the same; under used; mixed; varied; variable; uneven; shaky; loose; sluggish; flat; tailed off",
    DISMISS: "no need; not need; needs no; no further work; it not that; not that they; not that pupils; not that you; not so much; not touch; not change; not alter; not issue; not problem; not an issue; not the issue; no issue; no issues; not a problem; no problem;"
             "no problems; not a concern; no concern; no concerns; not concerned; not a worry; no worries; not worried; not worry; not a priority;"
             "not the priority; not your priority; nothing wrong; not much wrong; little wrong; not fault; no longer; leave as it is; leave alone;"
             "is fine; was fine; are fine; were fine; fine as it is; sorted; can wait; as it is; as they are; the issue not; the issue is not; the problem not; the problem is not; the weakness not; the priority not; the focus not;"
             "the target not; the area not; the priority is not; the target is not; the focus is not; issue not; problem not; no complaints; nothing to fix; not necessary;"
             "not an area; not a weakness; not the problem; not the area; not what; not need any; not require; no work needed; not to work on;"
             "nothing to do with; not focus on; not work on; not spend; already strong; not the focus; not your focus; not a target; park; forget;"
             "no reason to; not your target; not a target; not a difficulty; no difficulty; no difficulties; not be a target; happy with;"
             "no fears; leave to one side; not bother; never an issue; never a problem; never in doubt; not one to; not one for; not a focus;"
             "not your next; not holding; not in question; not in doubt; no action; not needed; none needed; not be your",
    TURN: "but; however; yet; whereas; nevertheless; nonetheless; that said; on the other hand; still though; instead; mind you",
    CONCEDE: "although; though; while; whilst; despite; albeit; even though; much as; notwithstanding; for all; in spite",
    MAIN: "main point; main thing; main area; main target; main; priority; focus on; work on; above all; key point; most of all; big one;"
          "first and foremost; most important; most importantly; concentrate on; attention to; turn to; time to tackle; the one to; next target;"
          "it is the; it's the; that is the; the thing is;" 
          "key area; key target; real issue; the issue is; the gap is; the gap; focus next on; work next on; work instead on; focus instead on; is where; where i would; put your energy; put your effort; your effort into; needs attention; needs your attention; more a; biggest",
    MINOR: "minor; minor point; also; small point; small thing; by the way; btw; as an aside; secondly; lesser; additionally; in passing;"
           "less important; less urgent; ps; also maybe; at some point; only a small",
    REASON: "so",
    UNDER: "before; b4; after; when; while; during; because; since; so; until; unless; whereas; as; if; where; once; in order to; for those;"
           "to help; to support; to promote; to avoid; to free; even when; even if; which means; meaning; otherwise",
    ASIDE: "rather than; instead of; than; other than; apart from; aside from; unlike; as opposed to; in place of; not just; not only;"
           "except; besides; compared with; compared to",
    WHICH: "which; who; whose; that was; that were; where; and was; and were; and is; this was; these were; they were; it was",
    NEEDED: "should; would benefit; next time; consider; even better; needs to be; need to be; needs more; need more; could be; could you;"
            "you could; could have been; would have been; to develop; to improve further; work on; more work; lacking; still need; still needs;"
            "must; try to; try; just need; only need; to consider; perhaps; needs work; need work; aim to; would help",
    PLAIN: "is; are; was; were; has; have; had; did; do; does; can; will; be; been; needs; need; should; could; would; seem; seemed; went;"
           "got; get; made; felt; looked; took; came; gave; worked; helped; knew; ran; became; spent; meant; saw; let; left; sat; lost",
    DOING: "add; agree; aim; allow; ask; avoid; begin; brief; bring; build; call; challenge; change; check; chunk; circulate; collect; consider;"
           "correct; create; cut; deploy; develop; direct; discuss; display; do; encourage; ensure; establish; expect; explain; extend; find;"
           "focus; follow; get; give; go; greet; have; help; hold; increase; insist; introduce; involve; keep; know; leave; let; limit; link; look;"
           "make; mark; meet; model; move; narrate; offer; pause; pick; place; plan; practise; practice; praise; prepare; present; prompt; provide;"
           "push; put; quiz; raise; read; reduce; refer; rehearse; remember; remind; remove; require; return; revisit; reward; scaffold; seat; sequence;"
           "set; share; show; slow; speak; spend; spread; start; step; stick; stop; stretch; structure; take; talk; target; teach; tell; test; think;"
           "tighten; time; try; use; vary; wait; walk; warn; watch; work; write; build; brief; insist; split; probe; chase; log; give",
}

PLEASANTRIES = frozenset(
    "great good lesson lessons lovely class happy well done thank thanks you enjoyed enjoy enjoyable super start year keep up it nothing add none "
    "today see email attached discussed above below nil na n/a tbc tba ok okay fine see notes note excellent superb brilliant fantastic wonderful "
    "amazing work job teaching teacher observation visit room relationships relationship warm kind clear planned positive atmosphere ethos "
    "learning learners students pupils children kids everyone minute hour treat watch pleasure really very so much a an the and to for this that "
    "was is are were be been as of in on at with from i we they he she my your our their me us all no not yet any never say said more nice day feedback "
    "further comments comment areas area points point development developments target targets identified hyperlink http https outstanding "
    "going way continue please again overall general generally whole bit lots lot loved love like liked here there one thing things time times "
    "first class but praise joy first perfect spot wow hooray bravo congratulations top marks stuff impressed impressive pleased proud glad "
    "later follow verbal verbally spoken discuss talk meeting chat catch when next what went www ebi report form sheet separate doc document "
    "previous last page over leaf ditto same before usual nice one cheers blank pending awaiting progress outcomes strong strength strengths "
    "subject energy energetic engaging engaged engagement knowledge passion enthusiasm enthusiastic features requires improvement grade ri overall self review inspiring inspirational delightful".split(),
)
"""Words that make no point by themselves."""

CUES: Mapping[str, tuple[str, ...]] = MappingProxyType({
    kind: tuple(dict.fromkeys(p.strip() for p in phrases.split(";") if p.strip())) for kind, phrases in _CUES.items()
})
