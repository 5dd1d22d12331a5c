var nc=Object.create;var Ir=Object.defineProperty;var rc=Object.getOwnPropertyDescriptor;var ic=Object.getOwnPropertyNames;var sc=Object.getPrototypeOf,oc=Object.prototype.hasOwnProperty;var ac=(t,e,n)=>()=>{if(n)throw n[0];try{return t&&(e=t(t=0)),e}catch(r){throw n=[r],r}};var lc=(t,e)=>()=>{try{return e||t((e={exports:{}}).exports,e),e.exports}catch(n){throw e=0,n}},On=(t,e)=>{for(var n in e)Ir(t,n,{get:e[n],enumerable:!0})},cc=(t,e,n,r)=>{if(e&&typeof e=="object"||typeof e=="function")for(let i of ic(e))!oc.call(t,i)&&i!==n&&Ir(t,i,{get:()=>e[i],enumerable:!(r=rc(e,i))||r.enumerable});return t};var dc=(t,e,n)=>(n=t!=null?nc(sc(t)):{},cc(e||!t||!t.__esModule?Ir(n,"default",{value:t,enumerable:!0}):n,t));var q,v=ac(()=>{q={plotly:"26fe9a0f690c04a8",vega:"e5ab37a48c84a4c5"}});var na=lc((xw,ta)=>{v();function Ho(t){return t instanceof Map?t.clear=t.delete=t.set=function(){throw new Error("map is read-only")}:t instanceof Set&&(t.add=t.clear=t.delete=function(){throw new Error("set is read-only")}),Object.freeze(t),Object.getOwnPropertyNames(t).forEach(e=>{let n=t[e],r=typeof n;(r==="object"||r==="function")&&!Object.isFrozen(n)&&Ho(n)}),t}var Wn=class{constructor(e){e.data===void 0&&(e.data={}),this.data=e.data,this.isMatchIgnored=!1}ignoreMatch(){this.isMatchIgnored=!0}};function Go(t){return t.replace(/&/g,"&amp;").replace(/</g,"&lt;").replace(/>/g,"&gt;").replace(/"/g,"&quot;").replace(/'/g,"&#x27;")}function bt(t,...e){let n=Object.create(null);for(let r in t)n[r]=t[r];return e.forEach(function(r){for(let i in r)n[i]=r[i]}),n}var Ku="</span>",Do=t=>!!t.scope,Zu=(t,{prefix:e})=>{if(t.startsWith("language:"))return t.replace("language:","language-");if(t.includes(".")){let n=t.split(".");return[`${e}${n.shift()}`,...n.map((r,i)=>`${r}${"_".repeat(i+1)}`)].join(" ")}return`${e}${t}`},yi=class{constructor(e,n){this.buffer="",this.classPrefix=n.classPrefix,e.walk(this)}addText(e){this.buffer+=Go(e)}openNode(e){if(!Do(e))return;let n=Zu(e.scope,{prefix:this.classPrefix});this.span(n)}closeNode(e){Do(e)&&(this.buffer+=Ku)}value(){return this.buffer}span(e){this.buffer+=`<span class="${e}">`}},Po=(t={})=>{let e={children:[]};return Object.assign(e,t),e},ji=class t{constructor(){this.rootNode=Po(),this.stack=[this.rootNode]}get top(){return this.stack[this.stack.length-1]}get root(){return this.rootNode}add(e){this.top.children.push(e)}openNode(e){let n=Po({scope:e});this.add(n),this.stack.push(n)}closeNode(){if(this.stack.length>1)return this.stack.pop()}closeAllNodes(){for(;this.closeNode(););}toJSON(){return JSON.stringify(this.rootNode,null,4)}walk(e){return this.constructor._walk(e,this.rootNode)}static _walk(e,n){return typeof n=="string"?e.addText(n):n.children&&(e.openNode(n),n.children.forEach(r=>this._walk(e,r)),e.closeNode(n)),e}static _collapse(e){typeof e!="string"&&e.children&&(e.children.every(n=>typeof n=="string")?e.children=[e.children.join("")]:e.children.forEach(n=>{t._collapse(n)}))}},_i=class extends ji{constructor(e){super(),this.options=e}addText(e){e!==""&&this.add(e)}startScope(e){this.openNode(e)}endScope(){this.closeNode()}__addSublanguage(e,n){let r=e.root;n&&(r.scope=`language:${n}`),this.add(r)}toHTML(){return new yi(this,this.options).value()}finalize(){return this.closeAllNodes(),!0}};function xn(t){return t?typeof t=="string"?t:t.source:null}function qo(t){return Pt("(?=",t,")")}function Yu(t){return Pt("(?:",t,")*")}function Xu(t){return Pt("(?:",t,")?")}function Pt(...t){return t.map(n=>xn(n)).join("")}function Vu(t){let e=t[t.length-1];return typeof e=="object"&&e.constructor===Object?(t.splice(t.length-1,1),e):{}}function Zn(...t){return"("+(Vu(t).capture?"":"?:")+t.map(r=>xn(r)).join("|")+")"}function Wo(t){return new RegExp(t.toString()+"|").exec("").length-1}function Ju(t,e){let n=t&&t.exec(e);return n&&n.index===0}var Qu=new RegExp(Zn(/\[(?:[^\\\]]|\\.)*\]/,/\(\?<(?![=!])[^>]+>/,/\(\?'[^']+'/,/\(\??/,/\\([1-9][0-9]*)/,/\\./));function Ei(t,{joinWith:e}){let n=0;return t.map(r=>{n+=1;let i=n,s=xn(r),o="";for(;s.length>0;){let a=Qu.exec(s);if(!a){o+=s;break}o+=s.substring(0,a.index),s=s.substring(a.index+a[0].length),a[0][0]==="\\"&&a[1]?o+="\\"+String(Number(a[1])+i):(o+=a[0],(a[0]==="("||/^\(\?[<']/.test(a[0]))&&n++)}return o}).map(r=>`(${r})`).join(e)}var ep=/\b\B/,Ko="[a-zA-Z]\\w*",ki="[a-zA-Z_]\\w*",Zo="\\b\\d+(\\.\\d+)?",Yo="(-?)(\\b0[xX][a-fA-F0-9]+|(\\b\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?)",Xo="\\b(0b[01]+)",tp="!|!=|!==|%|%=|&|&&|&=|\\*|\\*=|\\+|\\+=|,|-|-=|/=|/|:|;|<<|<<=|<=|<|===|==|=|>>>=|>>=|>=|>>>|>>|>|\\?|\\[|\\{|\\(|\\^|\\^=|\\||\\|=|\\|\\||~",np=(t={})=>{let e=/^#![ ]*\//;return t.binary&&(t.begin=Pt(e,/.*\b/,t.binary,/\b.*/)),bt({scope:"meta",begin:e,end:/$/,relevance:0,"on:begin":(n,r)=>{n.index!==0&&r.ignoreMatch()}},t)},yn={begin:"\\\\[\\s\\S]",relevance:0},rp={scope:"string",begin:"'",end:"'",illegal:"\\n",contains:[yn]},ip={scope:"string",begin:'"',end:'"',illegal:"\\n",contains:[yn]},sp={begin:/\b(a|an|the|are|I'm|isn't|don't|doesn't|won't|but|just|should|pretty|simply|enough|gonna|going|wtf|so|such|will|you|your|they|like|more)\b/},Yn=function(t,e,n={}){let r=bt({scope:"comment",begin:t,end:e,contains:[]},n);r.contains.push({scope:"doctag",begin:"[ ]*(?=(TODO|FIXME|NOTE|BUG|OPTIMIZE|HACK|XXX):)",end:/(TODO|FIXME|NOTE|BUG|OPTIMIZE|HACK|XXX):/,excludeBegin:!0,relevance:0});let i=Zn("I","a","is","so","us","to","at","if","in","it","on",/[A-Za-z]+['](d|ve|re|ll|t|s|n)/,/[A-Za-z]+[-][a-z]+/,/[A-Za-z][a-z]{2,}/);return r.contains.push({begin:Pt(/[ ]+/,"(",i,/[.]?[:]?([.][ ]|[ ])/,"){3}")}),r},op=Yn("//","$"),ap=Yn("/\\*","\\*/"),lp=Yn("#","$"),cp={scope:"number",begin:Zo,relevance:0},dp={scope:"number",begin:Yo,relevance:0},up={scope:"number",begin:Xo,relevance:0},pp={scope:"regexp",begin:/\/(?=[^/\n]*\/)/,end:/\/[gimuy]*/,contains:[yn,{begin:/\[/,end:/\]/,relevance:0,contains:[yn]}]},fp={scope:"title",begin:Ko,relevance:0},hp={scope:"title",begin:ki,relevance:0},gp={begin:"\\.\\s*"+ki,relevance:0},wp=function(t){return Object.assign(t,{"on:begin":(e,n)=>{n.data._beginMatch=e[1]},"on:end":(e,n)=>{n.data._beginMatch!==e[1]&&n.ignoreMatch()}})},qn=Object.freeze({__proto__:null,APOS_STRING_MODE:rp,BACKSLASH_ESCAPE:yn,BINARY_NUMBER_MODE:up,BINARY_NUMBER_RE:Xo,COMMENT:Yn,C_BLOCK_COMMENT_MODE:ap,C_LINE_COMMENT_MODE:op,C_NUMBER_MODE:dp,C_NUMBER_RE:Yo,END_SAME_AS_BEGIN:wp,HASH_COMMENT_MODE:lp,IDENT_RE:Ko,MATCH_NOTHING_RE:ep,METHOD_GUARD:gp,NUMBER_MODE:cp,NUMBER_RE:Zo,PHRASAL_WORDS_MODE:sp,QUOTE_STRING_MODE:ip,REGEXP_MODE:pp,RE_STARTERS_RE:tp,SHEBANG:np,TITLE_MODE:fp,UNDERSCORE_IDENT_RE:ki,UNDERSCORE_TITLE_MODE:hp});function mp(t,e){t.input[t.index-1]==="."&&e.ignoreMatch()}function bp(t,e){t.className!==void 0&&(t.scope=t.className,delete t.className)}function xp(t,e){e&&t.beginKeywords&&(t.begin="\\b("+t.beginKeywords.split(" ").join("|")+")(?!\\.)(?=\\b|\\s)",t.__beforeBegin=mp,t.keywords=t.keywords||t.beginKeywords,delete t.beginKeywords,t.relevance===void 0&&(t.relevance=0))}function yp(t,e){Array.isArray(t.illegal)&&(t.illegal=Zn(...t.illegal))}function jp(t,e){if(t.match){if(t.begin||t.end)throw new Error("begin & end are not supported with match");t.begin=t.match,delete t.match}}function _p(t,e){t.relevance===void 0&&(t.relevance=1)}var vp=(t,e)=>{if(!t.beforeMatch)return;if(t.starts)throw new Error("beforeMatch cannot be used with starts");let n=Object.assign({},t);Object.keys(t).forEach(r=>{delete t[r]}),t.keywords=n.keywords,t.begin=Pt(n.beforeMatch,qo(n.begin)),t.starts={relevance:0,contains:[Object.assign(n,{endsParent:!0})]},t.relevance=0,delete n.beforeMatch},Ep=["of","and","for","in","not","or","if","then","parent","list","value"],kp="keyword";function Vo(t,e,n=kp){let r=Object.create(null);return typeof t=="string"?i(n,t.split(" ")):Array.isArray(t)?i(n,t):Object.keys(t).forEach(function(s){Object.assign(r,Vo(t[s],e,s))}),r;function i(s,o){e&&(o=o.map(a=>a.toLowerCase())),o.forEach(function(a){let l=a.split("|");r[l[0]]=[s,Sp(l[0],l[1])]})}}function Sp(t,e){return e?Number(e):Ap(t)?0:1}function Ap(t){return Ep.includes(t.toLowerCase())}var zo={},Dt=t=>{console.error(t)},Bo=(t,...e)=>{console.log(`WARN: ${t}`,...e)},Jt=(t,e)=>{zo[`${t}/${e}`]||(console.log(`Deprecated as of ${t}. ${e}`),zo[`${t}/${e}`]=!0)},Kn=new Error;function Jo(t,e,{key:n}){let r=0,i=t[n],s={},o={};for(let a=1;a<=e.length;a++)o[a+r]=i[a],s[a+r]=!0,r+=Wo(e[a-1]);t[n]=o,t[n]._emit=s,t[n]._multi=!0}function Tp(t){if(Array.isArray(t.begin)){if(t.skip||t.excludeBegin||t.returnBegin)throw Dt("skip, excludeBegin, returnBegin not compatible with beginScope: {}"),Kn;if(typeof t.beginScope!="object"||t.beginScope===null)throw Dt("beginScope must be object"),Kn;Jo(t,t.begin,{key:"beginScope"}),t.begin=Ei(t.begin,{joinWith:""})}}function Np(t){if(Array.isArray(t.end)){if(t.skip||t.excludeEnd||t.returnEnd)throw Dt("skip, excludeEnd, returnEnd not compatible with endScope: {}"),Kn;if(typeof t.endScope!="object"||t.endScope===null)throw Dt("endScope must be object"),Kn;Jo(t,t.end,{key:"endScope"}),t.end=Ei(t.end,{joinWith:""})}}function Rp(t){t.scope&&typeof t.scope=="object"&&t.scope!==null&&(t.beginScope=t.scope,delete t.scope)}function Op(t){Rp(t),typeof t.beginScope=="string"&&(t.beginScope={_wrap:t.beginScope}),typeof t.endScope=="string"&&(t.endScope={_wrap:t.endScope}),Tp(t),Np(t)}function Lp(t){function e(o,a){return new RegExp(xn(o),"m"+(t.case_insensitive?"i":"")+(t.unicodeRegex?"u":"")+(a?"g":""))}class n{constructor(){this.matchIndexes={},this.regexes=[],this.matchAt=1,this.position=0}addRule(a,l){l.position=this.position++,this.matchIndexes[this.matchAt]=l,this.regexes.push([l,a]),this.matchAt+=Wo(a)+1}compile(){this.regexes.length===0&&(this.exec=()=>null);let a=this.regexes.map(l=>l[1]);this.matcherRe=e(Ei(a,{joinWith:"|"}),!0),this.lastIndex=0}exec(a){this.matcherRe.lastIndex=this.lastIndex;let l=this.matcherRe.exec(a);if(!l)return null;let d=l.findIndex((w,f)=>f>0&&w!==void 0),u=this.matchIndexes[d];return l.splice(0,d),Object.assign(l,u)}}class r{constructor(){this.rules=[],this.multiRegexes=[],this.count=0,this.lastIndex=0,this.regexIndex=0}getMatcher(a){if(this.multiRegexes[a])return this.multiRegexes[a];let l=new n;return this.rules.slice(a).forEach(([d,u])=>l.addRule(d,u)),l.compile(),this.multiRegexes[a]=l,l}resumingScanAtSamePosition(){return this.regexIndex!==0}considerAll(){this.regexIndex=0}addRule(a,l){this.rules.push([a,l]),l.type==="begin"&&this.count++}exec(a){let l=this.getMatcher(this.regexIndex);l.lastIndex=this.lastIndex;let d=l.exec(a);if(this.resumingScanAtSamePosition()&&!(d&&d.index===this.lastIndex)){let u=this.getMatcher(0);u.lastIndex=this.lastIndex+1,d=u.exec(a)}return d&&(this.regexIndex+=d.position+1,this.regexIndex===this.count&&this.considerAll()),d}}function i(o){let a=new r;return o.contains.forEach(l=>a.addRule(l.begin,{rule:l,type:"begin"})),o.terminatorEnd&&a.addRule(o.terminatorEnd,{type:"end"}),o.illegal&&a.addRule(o.illegal,{type:"illegal"}),a}function s(o,a){let l=o;if(o.isCompiled)return l;[bp,jp,Op,vp].forEach(u=>u(o,a)),t.compilerExtensions.forEach(u=>u(o,a)),o.__beforeBegin=null,[xp,yp,_p].forEach(u=>u(o,a)),o.isCompiled=!0;let d=null;return typeof o.keywords=="object"&&o.keywords.$pattern&&(o.keywords=Object.assign({},o.keywords),d=o.keywords.$pattern,delete o.keywords.$pattern),d=d||/\w+/,o.keywords&&(o.keywords=Vo(o.keywords,t.case_insensitive)),l.keywordPatternRe=e(d,!0),a&&(o.begin||(o.begin=/\B|\b/),l.beginRe=e(l.begin),!o.end&&!o.endsWithParent&&(o.end=/\B|\b/),o.end&&(l.endRe=e(l.end)),l.terminatorEnd=xn(l.end)||"",o.endsWithParent&&a.terminatorEnd&&(l.terminatorEnd+=(o.end?"|":"")+a.terminatorEnd)),o.illegal&&(l.illegalRe=e(o.illegal)),o.contains||(o.contains=[]),o.contains=[].concat(...o.contains.map(function(u){return Cp(u==="self"?o:u)})),o.contains.forEach(function(u){s(u,l)}),o.starts&&s(o.starts,a),l.matcher=i(l),l}if(t.compilerExtensions||(t.compilerExtensions=[]),t.contains&&t.contains.includes("self"))throw new Error("ERR: contains `self` is not supported at the top-level of a language.  See documentation.");return t.classNameAliases=bt(t.classNameAliases||{}),s(t)}function Qo(t){return t?t.endsWithParent||Qo(t.starts):!1}function Cp(t){return t.variants&&!t.cachedVariants&&(t.cachedVariants=t.variants.map(function(e){return bt(t,{variants:null},e)})),t.cachedVariants?t.cachedVariants:Qo(t)?bt(t,{starts:t.starts?bt(t.starts):null}):Object.isFrozen(t)?bt(t):t}var Ip="11.12.0",vi=class extends Error{constructor(e,n){super(e),this.name="HTMLInjectionError",this.html=n}},xi=Go,Uo=bt,Fo=Symbol("nomatch"),Mp=7,ea=function(t){let e=Object.create(null),n=Object.create(null),r=[],i=!0,s="Could not find the language '{}', did you forget to load/include a language module?",o={disableAutodetect:!0,name:"Plain text",contains:[]},a={ignoreUnescapedHTML:!1,throwUnescapedHTML:!1,noHighlightRe:/^(no-?highlight)$/i,languageDetectRe:/\blang(?:uage)?-([\w-]+)\b/i,classPrefix:"hljs-",cssSelector:"pre code",languages:null,__emitter:_i};function l(b){return a.noHighlightRe.test(b)}function d(b){let A=b.className+" ";A+=b.parentNode?b.parentNode.className:"";let F=a.languageDetectRe.exec(A);if(F){let Y=D(F[1]);return Y||(Bo(s.replace("{}",F[1])),Bo("Falling back to no-highlight mode for this block.",b)),Y?F[1]:"no-highlight"}return A.split(/\s+/).find(Y=>l(Y)||D(Y))}function u(b,A,F){let Y="",ie="";typeof A=="object"?(Y=b,F=A.ignoreIllegals,ie=A.language):(Jt("10.7.0","highlight(lang, code, ...args) has been deprecated."),Jt("10.7.0",`Please use highlight(code, options) instead.
https://github.com/highlightjs/highlight.js/issues/2277`),ie=b,Y=A),F===void 0&&(F=!0);let oe={code:Y,language:ie};x("before:highlight",oe);let de=oe.result?oe.result:w(oe.language,oe.code,F);return de.code=oe.code,x("after:highlight",de),de}function w(b,A,F,Y){let ie=Object.create(null);function oe(H,K){return H.keywords[K]}function de(){if(!J.keywords){ge.addText(re);return}let H=0;J.keywordPatternRe.lastIndex=0;let K=J.keywordPatternRe.exec(re),X="";for(;K;){X+=re.substring(H,K.index);let ne=Ce.case_insensitive?K[0].toLowerCase():K[0],ue=oe(J,ne);if(ue){let[be,kt]=ue;if(ge.addText(X),X="",ie[ne]=(ie[ne]||0)+1,ie[ne]<=Mp&&(Ne+=kt),be.startsWith("_"))X+=K[0];else{let Fe=Ce.classNameAliases[be]||be;me(K[0],Fe)}}else X+=K[0];H=J.keywordPatternRe.lastIndex,K=J.keywordPatternRe.exec(re)}X+=re.substring(H),ge.addText(X)}function Le(){if(re==="")return;let H=null;if(typeof J.subLanguage=="string"){if(!e[J.subLanguage]){ge.addText(re);return}H=w(J.subLanguage,re,!0,fe[J.subLanguage]),fe[J.subLanguage]=H._top}else H=y(re,J.subLanguage.length?J.subLanguage:null);J.relevance>0&&(Ne+=H.relevance),ge.__addSublanguage(H._emitter,H.language)}function Ae(){J.subLanguage!=null?Le():de(),re=""}function me(H,K){H!==""&&(ge.startScope(K),ge.addText(H),ge.endScope())}function ct(H,K){let X=1,ne=K.length-1;for(;X<=ne;){if(!H._emit[X]){X++;continue}let ue=Ce.classNameAliases[H[X]]||H[X],be=K[X];ue?me(be,ue):(re=be,de(),re=""),X++}}function pe(H,K){return H.scope&&typeof H.scope=="string"&&ge.openNode(Ce.classNameAliases[H.scope]||H.scope),H.beginScope&&(H.beginScope._wrap?(me(re,Ce.classNameAliases[H.beginScope._wrap]||H.beginScope._wrap),re=""):H.beginScope._multi&&(ct(H.beginScope,K),re="")),J=Object.create(H,{parent:{value:J}}),J}function _t(H,K,X){let ne=Ju(H.endRe,X);if(ne){if(H["on:end"]){let ue=new Wn(H);H["on:end"](K,ue),ue.isMatchIgnored&&(ne=!1)}if(ne){for(;H.endsParent&&H.parent;)H=H.parent;return H}}if(H.endsWithParent)return _t(H.parent,K,X)}function dt(H){return J.matcher.regexIndex===0?(re+=H[0],1):(ut=!0,0)}function zt(H){let K=H[0],X=H.rule,ne=new Wn(X),ue=[X.__beforeBegin,X["on:begin"]];for(let be of ue)if(be&&(be(H,ne),ne.isMatchIgnored))return dt(K);return X.skip?re+=K:(X.excludeBegin&&(re+=K),Ae(),!X.returnBegin&&!X.excludeBegin&&(re=K)),pe(X,H),X.returnBegin?0:K.length}function vt(H){let K=H[0],X=A.substring(H.index),ne=_t(J,H,X);if(!ne)return Fo;let ue=J;J.endScope&&J.endScope._wrap?(Ae(),me(K,J.endScope._wrap)):J.endScope&&J.endScope._multi?(Ae(),ct(J.endScope,H)):ue.skip?re+=K:(ue.returnEnd||ue.excludeEnd||(re+=K),Ae(),ue.excludeEnd&&(re=K));do J.scope&&ge.closeNode(),!J.skip&&!J.subLanguage&&(Ne+=J.relevance),J=J.parent;while(J!==ne.parent);return ne.starts&&pe(ne.starts,H),ue.returnEnd?0:K.length}function Bt(){let H=[];for(let K=J;K!==Ce;K=K.parent)K.scope&&H.unshift(K.scope);H.forEach(K=>ge.openNode(K))}let Be={};function Et(H,K){let X=K&&K[0];if(re+=H,X==null)return Ae(),0;if(Be.type==="begin"&&K.type==="end"&&Be.index===K.index&&X===""){if(re+=A.slice(K.index,K.index+1),!i){let ne=new Error(`0 width match regex (${b})`);throw ne.languageName=b,ne.badRule=Be.rule,ne}return 1}if(Be=K,K.type==="begin")return zt(K);if(K.type==="illegal"&&!F){let ne=new Error('Illegal lexeme "'+X+'" for mode "'+(J.scope||"<unnamed>")+'"');throw ne.mode=J,ne}else if(K.type==="end"){let ne=vt(K);if(ne!==Fo)return ne}if(K.type==="illegal"&&X==="")return K.index===A.length||(re+=`
`),1;if(Ie>1e5&&Ie>K.index*3)throw new Error("potential infinite loop, way more iterations than matches");return re+=X,X.length}let Ce=D(b);if(!Ce)throw Dt(s.replace("{}",b)),new Error('Unknown language: "'+b+'"');let Ut=Lp(Ce),ce="",J=Y||Ut,fe={},ge=new a.__emitter(a);Bt();let re="",Ne=0,Ue=0,Ie=0,ut=!1;try{if(Ce.__emitTokens)Ce.__emitTokens(A,ge);else{for(J.matcher.considerAll();;){Ie++,ut?ut=!1:J.matcher.considerAll(),J.matcher.lastIndex=Ue;let H=J.matcher.exec(A);if(!H)break;let K=A.substring(Ue,H.index),X=Et(K,H);Ue=H.index+X}Et(A.substring(Ue))}return ge.finalize(),ce=ge.toHTML(),{language:b,value:ce,relevance:Ne,illegal:!1,_emitter:ge,_top:J}}catch(H){if(H.message&&H.message.includes("Illegal"))return{language:b,value:xi(A),illegal:!0,relevance:0,_illegalBy:{message:H.message,index:Ue,context:A.slice(Ue-100,Ue+100),mode:H.mode,resultSoFar:ce},_emitter:ge};if(i)return{language:b,value:xi(A),illegal:!1,relevance:0,errorRaised:H,_emitter:ge,_top:J};throw H}}function f(b){let A={value:xi(b),illegal:!1,relevance:0,_top:o,_emitter:new a.__emitter(a)};return A._emitter.addText(b),A}function y(b,A){A=A||a.languages||Object.keys(e);let F=f(b),Y=A.filter(D).filter(V).map(Ae=>w(Ae,b,!1));Y.unshift(F);let ie=Y.sort((Ae,me)=>{if(Ae.relevance!==me.relevance)return me.relevance-Ae.relevance;if(Ae.language&&me.language){if(D(Ae.language).supersetOf===me.language)return 1;if(D(me.language).supersetOf===Ae.language)return-1}return 0}),[oe,de]=ie,Le=oe;return Le.secondBest=de,Le}function h(b,A,F){let Y=A&&n[A]||F;b.classList.add("hljs"),b.classList.add(`language-${Y}`)}function _(b){let A=null,F=d(b);if(l(F))return;if(x("before:highlightElement",{el:b,language:F}),b.dataset.highlighted){console.log("Element previously highlighted. To highlight again, first unset `dataset.highlighted`.",b);return}if(b.children.length>0&&(a.ignoreUnescapedHTML||(console.warn("One of your code blocks includes unescaped HTML. This is a potentially serious security risk."),console.warn("https://github.com/highlightjs/highlight.js/wiki/security"),console.warn("The element with unescaped HTML:"),console.warn(b)),a.throwUnescapedHTML))throw new vi("One of your code blocks includes unescaped HTML.",b.innerHTML);A=b;let Y=A.textContent,ie=F?u(Y,{language:F,ignoreIllegals:!0}):y(Y);b.innerHTML=ie.value,b.dataset.highlighted="yes",h(b,F,ie.language),b.result={language:ie.language,re:ie.relevance,relevance:ie.relevance},ie.secondBest&&(b.secondBest={language:ie.secondBest.language,relevance:ie.secondBest.relevance}),x("after:highlightElement",{el:b,result:ie,text:Y})}function j(b){a=Uo(a,b)}let S=()=>{$(),Jt("10.6.0","initHighlighting() deprecated.  Use highlightAll() now.")};function B(){$(),Jt("10.6.0","initHighlightingOnLoad() deprecated.  Use highlightAll() now.")}let C=!1;function $(){function b(){$()}if(document.readyState==="loading"){C||window.addEventListener("DOMContentLoaded",b,!1),C=!0;return}document.querySelectorAll(a.cssSelector).forEach(_)}function O(b,A){let F=null;try{F=A(t)}catch(Y){if(Dt("Language definition for '{}' could not be registered.".replace("{}",b)),i)Dt(Y);else throw Y;F=o}F.name||(F.name=b),e[b]=F,F.rawDefinition=A.bind(null,t),F.aliases&&U(F.aliases,{languageName:b})}function W(b){delete e[b];for(let A of Object.keys(n))n[A]===b&&delete n[A]}function G(){return Object.keys(e)}function D(b){return b=(b||"").toLowerCase(),e[b]||e[n[b]]}function U(b,{languageName:A}){typeof b=="string"&&(b=[b]),b.forEach(F=>{n[F.toLowerCase()]=A})}function V(b){let A=D(b);return A&&!A.disableAutodetect}function L(b){b["before:highlightBlock"]&&!b["before:highlightElement"]&&(b["before:highlightElement"]=A=>{b["before:highlightBlock"](Object.assign({block:A.el},A))}),b["after:highlightBlock"]&&!b["after:highlightElement"]&&(b["after:highlightElement"]=A=>{b["after:highlightBlock"](Object.assign({block:A.el},A))})}function k(b){L(b),r.push(b)}function P(b){let A=r.indexOf(b);A!==-1&&r.splice(A,1)}function x(b,A){let F=b;r.forEach(function(Y){Y[F]&&Y[F](A)})}function E(b){return Jt("10.7.0","highlightBlock will be removed entirely in v12.0"),Jt("10.7.0","Please use highlightElement now."),_(b)}Object.assign(t,{highlight:u,highlightAuto:y,highlightAll:$,highlightElement:_,highlightBlock:E,configure:j,initHighlighting:S,initHighlightingOnLoad:B,registerLanguage:O,unregisterLanguage:W,listLanguages:G,getLanguage:D,registerAliases:U,autoDetection:V,inherit:Uo,addPlugin:k,removePlugin:P}),t.debugMode=function(){i=!1},t.safeMode=function(){i=!0},t.versionString=Ip,t.regex={concat:Pt,lookahead:qo,either:Zn,optional:Xu,anyNumberOfTimes:Yu};for(let b in qn)typeof qn[b]=="object"&&Ho(qn[b]);return Object.assign(t,qn),t},Qt=ea({});Qt.newInstance=()=>ea({});ta.exports=Qt;Qt.HighlightJS=Qt;Qt.default=Qt});v();v();var ps=`/* The live view of one job. \`static_html.py\` draws the same end state with inline styles: change both. */

.jw-activity {
  --jw-tone: var(--jw-accent);
}
.jw-activity:is([data-state="queued"], [data-state="cancelled"]) {
  --jw-tone: var(--jw-dim);
}
.jw-activity:is([data-state="cancelling"], [data-state="waiting_input"]) {
  --jw-tone: var(--jw-warn);
}
.jw-activity[data-state="completed"] {
  --jw-tone: var(--jw-ok);
}
.jw-activity[data-state="failed"] {
  --jw-tone: var(--jw-bad);
}

.jw-activity .jw-card {
  border: 1px solid var(--jw-line);
  border-radius: 6px;
  overflow: hidden;
}

.jw-activity.jw-flash .jw-card,
[data-jobwidgets-end].jw-flash {
  animation: jw-flash 1.6s ease-out;
}
@keyframes jw-flash {
  0%,
  40% {
    box-shadow: 0 0 0 2px var(--jp-brand-color1, #1976d2);
  }
}

.jw-activity .jw-header {
  display: flex;
  align-items: center;
  gap: 8px;
  min-height: 35px;
  padding: 6px 12px 5px;
  background: var(--jw-raised);
}
.jw-activity .jw-title {
  font-weight: 600;
}
.jw-activity .jw-pill {
  color: var(--jw-tone);
  color: color-mix(in srgb, var(--jw-tone) 75%, var(--jw-fg));
  font-weight: 500;
  white-space: nowrap;
}
.jw-activity[data-state="running"] .jw-dot {
  animation: jw-breathe 2s ease-in-out infinite;
}
.jw-activity .jw-space {
  flex: 1;
}
.jw-activity .jw-elapsed {
  min-width: 4ch;
  text-align: right;
}
.jw-activity .jw-cancel {
  min-width: 84px;
  height: 24px;
  padding: 0 10px;
  border-color: var(--jw-line);
  background: var(--jw-bg);
  line-height: 20px;
}
.jw-activity .jw-retry {
  border-color: var(--jw-accent);
  color: var(--jw-accent);
  color: color-mix(in srgb, var(--jw-accent) 80%, var(--jw-fg));
}
.jw-activity .jw-cancel[aria-disabled="true"] {
  border-color: var(--jw-line);
  background: none !important;
  color: var(--jw-dim);
  cursor: default;
}
.jw-activity .jw-id {
  display: flex;
  align-items: center;
  gap: 4px;
  height: 20px;
  margin-right: -5px;
  padding: 0 4px;
  border: 0;
  color: var(--jw-dim);
  font: 11px/20px var(--jw-mono);
  white-space: nowrap;
}
.jw-activity .jw-id svg {
  width: 12px;
  height: 12px;
  opacity: 0.7;
}

/* A live Retry in the saved form, which is plain HTML. */
.jw.jw-at-end {
  display: inline-flex;
  flex: 0 1 auto;
  align-items: center;
  gap: 8px;
  width: auto;
  margin: 0;
  container-type: normal;
}

.jw-activity .jw-bar {
  position: relative;
  height: 2px;
  overflow: hidden;
  background: var(--jw-line);
}
.jw-activity .jw-fill {
  height: 100%;
  width: 0;
  background: var(--jw-tone);
  transition: width 0.25s ease-out;
}
.jw-activity .jw-bar.jw-busy .jw-fill {
  width: 30%;
  animation: jw-slide 1.8s ease-in-out infinite;
}
@keyframes jw-slide {
  from {
    transform: translateX(-100%);
  }
  to {
    transform: translateX(334%);
  }
}
@media (prefers-reduced-motion: reduce) {
  .jw-activity .jw-bar.jw-busy .jw-fill {
    width: 100%;
    opacity: 0.4;
  }
}

.jw-activity .jw-status {
  display: flex;
  align-items: center;
  gap: 8px;
  min-height: 30px;
  padding: 5px 12px;
  color: var(--jw-dim);
}
.jw-activity .jw-note {
  flex: 1 1 0;
}
.jw-activity .jw-pace {
  flex: 0 1 auto;
  overflow: hidden;
  text-overflow: ellipsis;
}
.jw-activity .jw-percent {
  flex: none;
  min-width: 4.5ch;
  text-align: right;
}
.jw-activity .jw-percent:empty {
  min-width: 0;
}
.jw-activity .jw-status.jw-urgent .jw-note {
  color: var(--jw-fg);
  white-space: normal;
}

/* What the job asks. */
.jw-activity .jw-question {
  padding: 8px 12px;
  border-top: 1px solid var(--jw-line);
  box-shadow: inset 3px 0 var(--jw-warn);
}
.jw-activity .jw-status[hidden] + .jw-question {
  border-top: 0;
}
.jw-activity .jw-prompt {
  max-height: 240px;
  overflow: auto;
  font: 14px/22px var(--jw-text);
  overflow-wrap: anywhere;
  white-space: pre-wrap;
}
.jw-activity .jw-fields {
  display: flex;
  flex-wrap: wrap;
  align-items: flex-start;
  gap: 8px;
  margin: 6px 0 4px;
}
.jw-activity :is(.jw-choice, .jw-send) {
  min-width: 72px;
  max-width: 100%;
  min-height: 28px;
  padding: 3px 14px;
  border-color: var(--jw-line);
  background: var(--jw-bg);
  overflow-wrap: anywhere;
}
.jw-activity :is(.jw-suggested, .jw-chosen, .jw-send) {
  border-color: var(--jw-accent);
  color: var(--jw-accent);
  color: color-mix(in srgb, var(--jw-accent) 80%, var(--jw-fg));
}
.jw-activity .jw-chosen {
  background: var(--jw-hover);
}
.jw-activity .jw-input {
  flex: 1 1 200px;
  min-width: 0;
  max-width: 480px;
  min-height: 28px;
  margin: 0;
  padding: 3px 8px;
  border: 1px solid var(--jw-line);
  border-radius: 4px;
  background: var(--jw-bg);
  color: inherit;
  font: 13px/20px var(--jw-ui);
}
.jw-activity .jw-input:is(.jw-number, .jw-integer) {
  flex: 0 1 200px;
}
.jw-activity textarea.jw-input {
  max-width: none;
  resize: vertical;
}
.jw-activity textarea.jw-json {
  font: 12px/18px var(--jw-mono);
}
.jw-activity .jw-input::placeholder {
  color: var(--jw-dim);
}
.jw-activity .jw-form {
  display: grid;
  flex: 1 1 100%;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 240px), 1fr));
  gap: 8px 16px;
  min-width: 0;
  max-width: 760px;
}
.jw-activity .jw-field {
  display: flex;
  flex-direction: column;
  min-width: 0;
}
.jw-activity .jw-field > .jw-input {
  flex: none;
  width: 100%;
}
.jw-activity :is(.jw-field-lines, .jw-field-strings) {
  grid-column: 1 / -1;
}
.jw-activity .jw-field-label {
  font-weight: 500;
  overflow-wrap: anywhere;
}
.jw-activity .jw-optional {
  color: var(--jw-dim);
  font-weight: 400;
}
.jw-activity .jw-field-about {
  color: var(--jw-dim);
  font-size: 12px;
  line-height: 18px;
  overflow-wrap: anywhere;
}
.jw-activity .jw-field-about:empty {
  display: none;
}
.jw-activity .jw-field-wrong {
  color: var(--jw-bad);
  font-size: 12px;
  line-height: 18px;
}
.jw-activity .jw-field-boolean {
  display: grid;
  grid-template-columns: auto 1fr;
  align-content: start;
  gap: 0 8px;
}
.jw-activity .jw-field-boolean > .jw-check {
  grid-row: 1;
  grid-column: 1;
}
.jw-activity .jw-field-boolean > :is(.jw-field-about, .jw-field-wrong) {
  grid-column: 2;
}
.jw-activity .jw-check {
  width: 14px;
  height: 14px;
  margin: 3px 0;
  accent-color: var(--jw-accent);
}
.jw-activity .jw-several {
  display: flex;
  flex-wrap: wrap;
  gap: 2px 14px;
}
.jw-activity .jw-several label {
  display: flex;
  gap: 6px;
}
.jw-activity .jw-input[aria-invalid="true"] {
  border-color: var(--jw-bad);
}
.jw-activity .jw-answered :is(button, .jw-input) {
  background: none;
  color: var(--jw-dim);
  cursor: default;
}
.jw-activity .jw-answered button.jw-chosen {
  border-color: var(--jw-accent);
  color: var(--jw-fg);
}
.jw-activity .jw-refused {
  color: var(--jw-bad);
  overflow-wrap: anywhere;
}
.jw-activity .jw-foot {
  display: flex;
  flex-wrap: wrap;
  gap: 0 12px;
  color: var(--jw-dim);
  font-size: 12px;
}
.jw-activity .jw-foot > :empty {
  display: none;
}
.jw-activity .jw-became {
  align-self: center;
  color: var(--jw-fg);
}
.jw-activity .jw-became:empty {
  display: none;
}
.jw-activity .jw-left {
  margin-left: auto;
}
.jw-activity .jw-left.jw-soon {
  color: var(--jw-bad);
}
.jw-activity .jw-answers {
  padding: 5px 12px;
  border-top: 1px solid var(--jw-line);
  color: var(--jw-dim);
}
.jw-activity .jw-told-list {
  max-height: 200px;
  margin: 0;
  padding: 0;
  overflow: auto;
  list-style: none;
}
.jw-activity .jw-told {
  display: flex;
  gap: 8px;
  margin: 0;
}
.jw-activity .jw-told-answer {
  flex: 0 1 auto;
  max-width: 60%;
  overflow: hidden;
  color: var(--jw-fg);
  text-overflow: ellipsis;
  white-space: nowrap;
}
.jw-activity .jw-told-answer.jw-late {
  color: var(--jw-dim);
  font-style: italic;
}
.jw-activity button.jw-told-more {
  height: 20px;
  margin-left: -6px;
  padding: 0 6px;
  font-size: 12px;
  line-height: 18px;
}

.jw-activity .jw-error {
  padding: 8px 12px;
  border-top: 1px solid var(--jw-line);
  box-shadow: inset 3px 0 var(--jw-bad);
}
.jw-activity .jw-error > div {
  overflow-wrap: anywhere;
  white-space: pre-wrap;
}
.jw-activity .jw-error strong {
  color: var(--jw-bad);
  font-weight: 600;
}

.jw-activity .jw-steps {
  max-height: 252px;
  margin: 0;
  padding: 4px 0;
  overflow: auto;
  border-top: 1px solid var(--jw-line);
  list-style: none;
}
/* What the reader opened wants room. */
.jw-activity .jw-steps:has(.jw-step-more:not([hidden])) {
  max-height: 480px;
}
.jw-activity .jw-group {
  margin: 0;
  padding: 0;
  list-style: none;
}
.jw-activity .jw-step {
  margin: 0;
  list-style: none;
}
/* Rows out of sight are skipped: thousands of them cost little. */
.jw-activity .jw-row {
  position: relative;
  display: flex;
  align-items: center;
  gap: 8px;
  height: 22px;
  padding: 0 12px 0 calc(12px + 18px * var(--depth, 0));
  content-visibility: auto;
  contain-intrinsic-size: auto 22px;
}
.jw-activity .jw-row.jw-opens {
  cursor: pointer;
}
.jw-activity .jw-row.jw-opens:hover {
  background: var(--jw-raised);
}
.jw-activity .jw-item:focus-visible {
  outline: none;
}
.jw-activity .jw-item:focus-visible > .jw-row {
  outline: 2px solid var(--jw-accent);
  outline-offset: -2px;
}
.jw-activity .jw-row.jw-superseded {
  opacity: 0.6;
}
/* In the indentation: a plain list looks as if there was nothing to open. */
.jw-activity .jw-twist {
  position: absolute;
  left: calc(18px * var(--depth, 0));
  width: 12px;
  height: 22px;
}
.jw-activity .jw-twist:not([data-open=""])::before {
  content: "";
  position: absolute;
  top: 8px;
  left: 4px;
  width: 5px;
  height: 5px;
  border: solid var(--jw-dim);
  border-width: 1px 1px 0 0;
  transform: rotate(45deg);
}
.jw-activity .jw-twist[data-open="true"]::before {
  top: 7px;
  transform: rotate(135deg);
}
.jw-activity .jw-row .jw-name {
  flex: 0 1 auto;
  max-width: 60%;
}
.jw-activity .jw-row .jw-count {
  flex: none;
  margin-left: -4px;
}
.jw-activity .jw-row .jw-detail {
  flex: 1 1 0;
  color: var(--jw-dim);
}
.jw-activity .jw-row .jw-detail.jw-bad {
  color: var(--jw-bad);
}
.jw-activity .jw-step-more {
  margin: 2px 12px 6px calc(34px + 18px * var(--depth, 0));
}
.jw-activity .jw-value {
  position: relative;
  margin: 0 0 4px;
  padding: 4px 8px;
  border: 1px solid var(--jw-line);
  border-radius: 4px;
}
.jw-activity .jw-value .jw-label {
  color: var(--jw-dim);
  font-size: 11px;
  line-height: 16px;
}
.jw-activity .jw-value[data-label="Error"] pre {
  color: var(--jw-bad);
}
.jw-activity .jw-value button.jw-copy {
  position: absolute;
  top: 2px;
  right: 2px;
  padding: 0 6px;
  color: var(--jw-dim);
  font-size: 11px;
  line-height: 18px;
}

.jw-activity .jw-icon {
  flex: none;
  width: 14px;
  color: var(--jw-dim);
  text-align: center;
}
.jw-activity .jw-icon[data-status="completed"] {
  color: var(--jw-ok);
}
.jw-activity .jw-icon[data-status="failed"] {
  color: var(--jw-bad);
}
.jw-activity .jw-icon[data-status="running"]::before {
  content: "";
  display: block;
  width: 12px;
  height: 12px;
  margin: 1px;
  border: 2px solid var(--jw-line);
  border-top-color: var(--jw-accent);
  border-radius: 50%;
  animation: jw-spin 0.9s linear infinite;
}
@keyframes jw-spin {
  to {
    transform: rotate(1turn);
  }
}

.jw-activity .jw-children {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 2px 4px;
  max-height: 84px;
  padding: 4px 12px;
  overflow: auto;
  border-top: 1px solid var(--jw-line);
}
.jw-activity .jw-children .jw-label {
  margin-right: 4px;
  color: var(--jw-dim);
}
.jw-activity button.jw-child {
  display: flex;
  gap: 6px;
  max-width: 100%;
  padding: 0 6px;
}
.jw-activity .jw-child-dot {
  --jw-tone: var(--jw-dim);
  flex: none;
  align-self: center;
  width: 6px;
  height: 6px;
  border-radius: 50%;
  background: var(--jw-tone);
}
.jw-activity .jw-child[data-state=""] .jw-child-dot {
  display: none;
}
.jw-activity .jw-child[data-state="running"] .jw-child-dot {
  --jw-tone: var(--jw-accent);
}
.jw-activity .jw-child:is([data-state="waiting_input"], [data-state="cancelling"]) .jw-child-dot {
  --jw-tone: var(--jw-warn);
}
.jw-activity .jw-child[data-state="completed"] .jw-child-dot {
  --jw-tone: var(--jw-ok);
}
.jw-activity .jw-child[data-state="failed"] .jw-child-dot {
  --jw-tone: var(--jw-bad);
}
.jw-activity .jw-child .jw-code {
  color: var(--jw-dim);
  font: 11px/20px var(--jw-mono);
}

.jw-activity details {
  position: relative;
}
.jw-activity summary {
  color: var(--jw-dim);
  cursor: pointer;
}
.jw-activity :is(.jw-trace, .jw-result pre, .jw-value pre) {
  margin: 0;
  padding: 0;
  overflow: auto;
  border: 0;
  background: none;
  color: inherit;
  font: 12px/18px var(--jw-mono);
  overflow-wrap: anywhere;
  white-space: pre-wrap;
}
.jw-activity .jw-value pre {
  max-height: 200px;
}
.jw-activity .jw-trace {
  max-height: 320px;
}

.jw-activity .jw-result {
  display: flex;
  gap: 8px;
  padding: 6px 12px;
  border-top: 1px solid var(--jw-line);
}
.jw-activity .jw-result > span {
  color: var(--jw-dim);
}
.jw-activity .jw-card .jw-result pre {
  flex: 1;
  min-width: 0;
  max-height: 240px;
  padding: 0;
  line-height: 20px;
}

.jw-activity .jw-usage {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 0 12px;
  padding: 4px 12px;
  border-top: 1px solid var(--jw-line);
  font-size: 12px;
}
.jw-activity .jw-usage-text {
  color: var(--jw-fg);
}
.jw-activity .jw-meter {
  flex: 0 1 120px;
  height: 4px;
  margin-left: auto;
  overflow: hidden;
  border-radius: 2px;
  background: var(--jw-line);
}
.jw-activity .jw-meter-fill {
  display: block;
  height: 100%;
  background: var(--jw-dim);
}
.jw-activity .jw-meter[data-level="near"] .jw-meter-fill {
  background: var(--jw-warn);
}
.jw-activity .jw-meter[data-level="over"] .jw-meter-fill {
  background: var(--jw-bad);
}

/* The saved form takes the live view's place: no wider, no narrower. */
.jp-RenderedHTMLCommon:has(> [data-jobwidgets-end]) {
  padding-right: 0;
}

@container (max-width: 440px) {
  .jw-activity .jw-id {
    font-size: 0;
  }
  .jw-activity .jw-cancel {
    min-width: 64px;
    padding: 0 6px;
  }
  .jw-activity .jw-header {
    gap: 6px;
  }
  .jw-activity .jw-title {
    min-width: 6ch;
  }
  .jw-activity .jw-pill {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .jw-activity .jw-status {
    flex-wrap: wrap;
  }
  .jw-activity .jw-pace {
    order: 3;
    flex-basis: 100%;
  }
  .jw-activity .jw-pace:empty {
    display: none;
  }
}
`;var fs=`/* What a job made: a line with name and download each, and below it what can be shown. */

.jw-artifacts {
  border-top: 1px solid var(--jw-line);
}
.jw-artifact + .jw-artifact {
  border-top: 1px solid var(--jw-line);
}
.jw-artifact-line {
  display: flex;
  align-items: center;
  gap: 8px;
  min-height: 32px;
  padding: 4px 12px;
}
.jw-artifact-name {
  font-weight: 500;
}
.jw-artifact-line .jw-num {
  flex: none;
  font-size: 12px;
}
.jw-artifact-line .jw-space {
  flex: 1;
}
.jw-artifact button.jw-download {
  flex: none;
  height: 24px;
  margin-right: -6px;
  padding: 0 8px;
  color: var(--jw-dim);
  font-size: 12px;
  line-height: 20px;
}
.jw-artifact button.jw-download:is(:hover, :focus-visible) {
  color: var(--jw-fg);
}
.jw-artifact.jw-superseded :is(.jw-artifact-name, .jw-artifact-body) {
  color: var(--jw-dim);
}
.jw-artifact.jw-superseded :is(.jw-artifact-image, .jw-figure) {
  opacity: 0.5;
}

.jw-artifact-pad {
  padding: 2px 12px 12px;
}
.jw-artifact-image {
  display: block;
  max-width: 100%;
  max-height: 640px;
  width: auto;
  height: auto;
  object-fit: contain;
}
.jw-artifact-note {
  padding: 0 12px 8px;
  color: var(--jw-dim);
  font-size: 12px;
  overflow-wrap: anywhere;
}

.jw-artifact-scroll {
  max-height: 360px;
  margin: 0;
  overflow: auto;
}
.jw-artifact .jw-artifact-text {
  padding: 2px 12px 10px;
  background: none;
  color: inherit;
  font: 12px/18px var(--jw-mono);
  overflow-wrap: anywhere;
  white-space: pre-wrap;
}
.jw-artifact .jw-artifact-scroll.jw-markdown {
  padding: 2px 12px 10px;
  font: 14px/22px var(--jw-text);
}

.jw-artifact .jw-sheet {
  min-width: 100%;
  margin: 0;
  border: 0;
  border-collapse: separate;
  border-spacing: 0;
  background: none;
  color: inherit;
  font: 12px/18px var(--jw-ui);
  font-variant-numeric: tabular-nums;
}
.jw-artifact .jw-sheet :is(th, td) {
  max-width: 360px;
  padding: 3px 12px;
  border: 0;
  border-bottom: 1px solid var(--jw-line);
  overflow: hidden;
  text-align: start;
  text-overflow: ellipsis;
  white-space: nowrap;
}
.jw-artifact .jw-sheet tr {
  background: none;
}
.jw-artifact .jw-sheet tbody tr:hover {
  background: var(--jw-raised);
}
.jw-artifact .jw-sheet tbody tr:last-child td,
.jw-artifact .jw-sheet tbody tr:last-child::after {
  border-bottom: 0;
}
.jw-artifact .jw-sheet thead {
  position: sticky;
  z-index: 1;
  top: 0;
}
.jw-artifact .jw-sheet thead th {
  padding: 0;
  font-weight: 600;
}
/* Columns are as wide as what is in them; the rest of the line is this. */
.jw-artifact .jw-sheet tr::after {
  content: "";
  display: table-cell;
  width: 100%;
  border-bottom: 1px solid var(--jw-line);
}
.jw-artifact .jw-sheet thead th,
.jw-artifact .jw-sheet thead tr::after {
  border-top: 1px solid var(--jw-line);
  background: linear-gradient(var(--jw-raised), var(--jw-raised)) var(--jw-bg);
}
.jw-artifact .jw-sheet :is(th, td).jw-right {
  text-align: end;
}
.jw-artifact button.jw-sort {
  width: 100%;
  padding: 2px 12px;
  border-radius: 0;
  text-align: inherit;
}
.jw-artifact [aria-sort] .jw-sort::after {
  content: " ↑";
  color: var(--jw-dim);
}
.jw-artifact [aria-sort="descending"] .jw-sort::after {
  content: " ↓";
}

.jw-artifact .jw-json {
  padding: 2px 12px 10px;
  font: 12px/18px var(--jw-mono);
  overflow-wrap: anywhere;
}
.jw-artifact .jw-json-line {
  padding-left: 12px;
  text-indent: -12px;
  margin-left: 12px;
}
.jw-artifact .jw-json summary {
  color: var(--jw-fg);
}
.jw-artifact .jw-json-key {
  color: var(--jw-accent);
  color: color-mix(in srgb, var(--jw-accent) 75%, var(--jw-fg));
}
.jw-artifact .jw-json-string {
  color: var(--jw-ok);
  color: color-mix(in srgb, var(--jw-ok) 75%, var(--jw-fg));
  white-space: pre-wrap;
}
.jw-artifact :is(.jw-json-null, .jw-json-boolean) {
  color: var(--jw-dim);
}

.jw-figure {
  overflow-x: auto;
}
.jw-figure.jw-awaited {
  min-height: 260px;
}
.jw-vega.jw-fills {
  width: 100%;
  max-width: 720px;
}
.jw-vega form {
  display: flex;
  flex-wrap: wrap;
  gap: 4px 16px;
  margin-top: 4px;
  font-size: 12px;
}
.jw-vega .vega-bind-name {
  margin-right: 6px;
  color: var(--jw-dim);
}
.jw-vega canvas {
  display: block;
}
/* plotly.js puts these into the document, where a shadow root or a strict CSP keeps them out. */
.jw-figure .js-plotly-plot .plotly {
  margin: 0;
  padding: 0;
  direction: ltr;
}
.jw-figure .js-plotly-plot .svg-container {
  position: relative;
}
.jw-figure .js-plotly-plot .main-svg {
  position: absolute;
  top: 0;
  left: 0;
  pointer-events: none;
}
.jw-figure .js-plotly-plot .main-svg .draglayer {
  pointer-events: all;
}
.jw-figure .js-plotly-plot .crisp {
  shape-rendering: crispEdges;
}
.jw-figure .js-plotly-plot .user-select-none {
  user-select: none;
}
.jw-figure .js-plotly-plot .cursor-pointer {
  cursor: pointer;
}
.jw-figure .js-plotly-plot .cursor-crosshair {
  cursor: crosshair;
}
.jw-figure .js-plotly-plot .cursor-move {
  cursor: move;
}
.jw-figure .js-plotly-plot .cursor-ew-resize {
  cursor: ew-resize;
}
.jw-figure .js-plotly-plot .cursor-ns-resize {
  cursor: ns-resize;
}
.jw-figure .js-plotly-plot .plotly-notifier {
  display: none;
}
`;var hs=`/* Text of a job: channels, the box that follows its end, Markdown, code, lines of a log. */

.jw {
  --jw-code-bg: var(--jp-layout-color1, var(--vscode-textCodeBlock-background, #f6f8fa));
  --jw-code-keyword: var(--jp-mirror-editor-keyword-color, #8250df);
  --jw-code-string: var(--jp-mirror-editor-string-color, #0a6b2d);
  --jw-code-number: var(--jp-mirror-editor-number-color, #0550ae);
  --jw-code-comment: var(--jp-mirror-editor-comment-color, #5b6570);
  --jw-code-name: var(--jp-mirror-editor-def-color, #0550ae);
  --jw-code-builtin: var(--jp-mirror-editor-builtin-color, #95500c);
  --jw-code-tag: var(--jp-mirror-editor-tag-color, #116329);
  --jw-code-meta: var(--jp-mirror-editor-meta-color, #6a6f75);
}

@media (prefers-color-scheme: dark) {
  .jw:not(:where([data-jp-theme-light], [class*="vscode"]) *) {
    --jw-code-bg: var(--jp-layout-color1, #1a1f25);
    --jw-code-keyword: var(--jp-mirror-editor-keyword-color, #c4a2f7);
    --jw-code-string: var(--jp-mirror-editor-string-color, #8fd19e);
    --jw-code-number: var(--jp-mirror-editor-number-color, #8ebcff);
    --jw-code-comment: var(--jp-mirror-editor-comment-color, #929ca8);
    --jw-code-name: var(--jp-mirror-editor-def-color, #8ebcff);
    --jw-code-builtin: var(--jp-mirror-editor-builtin-color, #f0b37e);
    --jw-code-tag: var(--jp-mirror-editor-tag-color, #8fd19e);
    --jw-code-meta: var(--jp-mirror-editor-meta-color, #9aa3ae);
  }
}

/* Channels. */
.jw .jw-channels {
  border-top: 1px solid var(--jw-line);
}
.jw .jw-tabs {
  display: flex;
  gap: 2px;
  padding: 0 8px;
  overflow-x: auto;
  scrollbar-width: none;
  box-shadow: inset 0 -1px var(--jw-line);
}
.jw button.jw-tab {
  display: flex;
  flex: none;
  align-items: center;
  max-width: 100%;
  padding: 4px 10px;
  border: 0;
  border-bottom: 2px solid transparent;
  border-radius: 0;
  color: var(--jw-dim);
}
.jw button.jw-tab[aria-selected="true"] {
  border-bottom-color: var(--jw-accent);
  color: var(--jw-fg);
}
.jw .jw-news {
  position: relative;
  flex: none;
  width: 6px;
  height: 6px;
  margin-left: 6px;
  border-radius: 50%;
  background: var(--jw-accent);
}

.jw .jw-caption {
  display: block;
  padding: 6px 12px 0;
  color: var(--jw-dim);
}

/* The box. */
.jw .jw-pane {
  position: relative;
}
.jw .jw-scroller {
  position: relative;
  max-height: 420px;
  padding: 10px 12px;
  overflow: auto;
  overflow-wrap: anywhere;
}
.jw .jw-markdown {
  font: 14px/22px var(--jw-text);
}
.jw .jw-plain {
  font: 12px/18px var(--jw-mono);
  white-space: pre-wrap;
}
.jw button.jw-jump {
  position: absolute;
  bottom: 8px;
  left: 50%;
  padding: 0 12px;
  border-color: var(--jw-line);
  border-radius: 12px;
  background: var(--jw-bg);
  box-shadow: 0 1px 4px #0003;
  font: 12px/22px var(--jw-ui);
  transform: translateX(-50%);
}

/* What is out of sight is skipped by the browser; only the last block still changes. */
.jw .jw-block {
  content-visibility: auto;
  contain-intrinsic-size: auto 300px;
}
.jw .jw-run:last-child > .jw-block:last-child {
  content-visibility: visible;
}

/* Attempts. */
.jw .jw-attempt {
  display: flex;
  align-items: center;
  gap: 8px;
  margin: 4px 0;
  color: var(--jw-dim);
  font: 12px/20px var(--jw-ui);
  overflow: hidden;
  white-space: nowrap;
}
.jw .jw-attempt::after {
  content: "";
  flex: 1 0 24px;
  border-top: 1px solid var(--jw-line);
}
.jw del.jw-run {
  opacity: 0.6;
}
.jw del.jw-run:not(.jw-went-on) {
  display: block;
}
.jw del .jw-said {
  user-select: none;
}
/* A checkpoint in mid-sentence: what is before and behind it stands in one line. */
.jw :is(.jw-goes-on, .jw-went-on),
.jw .jw-goes-on > .jw-block:last-child,
.jw .jw-went-on > .jw-said + .jw-block,
.jw .jw-went-on > .jw-block:first-child,
.jw .jw-goes-on > .jw-block:last-child > p:last-child,
.jw .jw-went-on > .jw-block > p:first-child {
  display: inline;
}

/* Lines of a log. */
.jw .jw-level {
  color: var(--jw-dim);
}
.jw .jw-level:is([data-level="warning"], [data-level="warn"]) {
  color: var(--jw-warn);
  color: color-mix(in srgb, var(--jw-warn) 70%, var(--jw-fg));
}
.jw .jw-level:is([data-level="error"], [data-level="critical"], [data-level="fatal"]) {
  color: var(--jw-bad);
  color: color-mix(in srgb, var(--jw-bad) 80%, var(--jw-fg));
  font-weight: 600;
}

/* Markdown. Room is above the elements, never below: the end of what is written does not jump. */
.jw .jw-markdown :where(p, ul, ol, li, blockquote, h3, h4, h5, h6, pre, table, hr) {
  margin: 0;
  padding: 0;
}
.jw .jw-markdown :is(p, li, h3, h4, h5, h6, th, td) {
  white-space: pre-wrap;
  unicode-bidi: plaintext;
}
.jw .jw-markdown :where(p, ul, ol, blockquote, hr, .jw-code, .jw-table, .jw-display) {
  margin-top: 10px;
}
.jw .jw-markdown :where(li) :where(ul, ol, p) {
  margin-top: 2px;
}
.jw .jw-markdown :where(li > p + p) {
  margin-top: 8px;
}
.jw .jw-markdown :where(.jw-block, blockquote, li) > :first-child {
  margin-top: 0;
}
.jw .jw-markdown .jw-block + .jw-block:not(:has(> .jw-continues:first-child)) {
  padding-top: 10px;
}
.jw .jw-markdown .jw-continues {
  margin-top: 0;
}
.jw .jw-markdown :is(h3, h4, h5, h6) {
  margin-top: 16px;
  color: inherit;
  font: 600 14px/22px var(--jw-text);
}
.jw .jw-markdown h3 {
  font-size: 17px;
  line-height: 24px;
}
.jw .jw-markdown h4 {
  font-size: 15px;
}
.jw .jw-markdown :is(h3, h4, h5, h6) + * {
  margin-top: 4px;
}
.jw .jw-markdown :is(strong, th) {
  font-weight: 600;
}
.jw .jw-markdown a {
  color: var(--jw-accent);
  color: color-mix(in srgb, var(--jw-accent) 80%, var(--jw-fg));
  text-decoration: underline;
  text-decoration-thickness: 1px;
  text-underline-offset: 2px;
}
.jw .jw-markdown a:focus-visible {
  outline: 2px solid var(--jw-accent);
  outline-offset: 1px;
}
.jw .jw-markdown img {
  display: block;
  max-width: 100%;
  height: auto;
}
.jw .jw-markdown hr {
  height: 0;
  border: 0;
  border-top: 1px solid var(--jw-line);
}
.jw .jw-markdown blockquote {
  padding-left: 12px;
  border-left: 3px solid var(--jw-line);
  color: var(--jw-dim);
}

.jw .jw-markdown :is(ul, ol) {
  padding-inline-start: 24px;
}
.jw .jw-markdown ul {
  list-style: disc;
}
.jw .jw-markdown ol {
  list-style: decimal;
}
.jw .jw-markdown ul ul {
  list-style: circle;
}
.jw .jw-markdown li + li {
  margin-top: 2px;
}
.jw .jw-markdown li:has(> .jw-task, > p:first-child > .jw-task) {
  margin-inline-start: -20px;
  list-style: none;
}

.jw .jw-markdown code,
.jw .jw-markdown .jw-math {
  font-family: var(--jw-mono);
  font-size: 0.9em;
}
.jw .jw-markdown :not(pre) > code {
  padding: 1px 4px;
  border-radius: 3px;
  background: var(--jw-raised);
  color: inherit;
}
.jw .jw-markdown .jw-math {
  font-family: "STIX Two Math", "Cambria Math", "Latin Modern Math", serif;
  font-size: 1em;
  font-style: italic;
}
.jw .jw-markdown .jw-display {
  overflow-x: auto;
  text-align: center;
  white-space: pre-wrap;
}

/* A wide table is scrolled by itself, not the text around it. */
.jw .jw-markdown .jw-table {
  max-width: 100%;
  overflow-x: auto;
  overflow-wrap: normal;
}
.jw .jw-markdown table {
  border-collapse: collapse;
  border-spacing: 0;
  color: inherit;
  font-size: 13px;
  line-height: 20px;
}
.jw .jw-markdown :is(th, td) {
  min-width: 40px;
  max-width: 420px;
  padding: 3px 12px 3px 0;
  border: 0;
  border-bottom: 1px solid var(--jw-line);
  text-align: start;
  vertical-align: top;
}
.jw .jw-markdown td {
  font-variant-numeric: tabular-nums;
}
.jw .jw-markdown .jw-right {
  text-align: right;
}
.jw .jw-markdown .jw-center {
  text-align: center;
}
.jw .jw-markdown :is(tr, tbody tr:hover, tbody tr:nth-child(even)) {
  background: none;
}

.jw .jw-markdown .jw-code {
  border: 1px solid var(--jw-line);
  border-radius: 4px;
  background: var(--jw-code-bg);
}
.jw .jw-markdown .jw-head {
  display: flex;
  align-items: center;
  justify-content: space-between;
  min-height: 24px;
  padding: 0 4px 0 10px;
  color: var(--jw-dim);
  font: 11px/20px var(--jw-ui);
  user-select: none;
}
.jw .jw-markdown button.jw-copy {
  padding: 0 6px;
}
.jw .jw-markdown pre {
  padding: 0 10px 8px;
  overflow-x: auto;
  background: none;
  color: inherit;
  font: 12px/18px var(--jw-mono);
  white-space: pre;
  overflow-wrap: normal;
}
.jw .jw-markdown pre code {
  font-size: inherit;
}
.jw .jw-markdown .jw-rows {
  display: block;
  content-visibility: auto;
  contain-intrinsic-size: auto 900px;
}
.jw .jw-markdown .jw-rows:last-child {
  content-visibility: visible;
}

/* Code. */
.jw :is(.hljs-keyword, .hljs-literal, .hljs-selector-pseudo, .hljs-doctag) {
  color: var(--jw-code-keyword);
}
.jw :is(.hljs-string, .hljs-regexp, .hljs-char, .hljs-link) {
  color: var(--jw-code-string);
}
.jw :is(.hljs-number, .hljs-symbol, .hljs-bullet) {
  color: var(--jw-code-number);
}
.jw :is(.hljs-comment, .hljs-quote) {
  color: var(--jw-code-comment);
  font-style: italic;
}
.jw :is(.hljs-title, .hljs-section, .hljs-attr, .hljs-attribute, .hljs-property) {
  color: var(--jw-code-name);
}
.jw :is(.hljs-built_in, .hljs-type, .hljs-variable, .hljs-template-variable) {
  color: var(--jw-code-builtin);
}
.jw :is(.hljs-tag, .hljs-name, .hljs-selector-tag, .hljs-selector-class, .hljs-selector-id) {
  color: var(--jw-code-tag);
}
.jw :is(.hljs-meta, .hljs-meta .hljs-string) {
  color: var(--jw-code-meta);
}
.jw .hljs-addition {
  color: var(--jw-ok);
}
.jw .hljs-deletion {
  color: var(--jw-bad);
}
.jw .hljs-strong {
  font-weight: 600;
}
.jw .hljs-emphasis {
  font-style: italic;
}
`;var ht=[hs,fs,ps];v();var gs=new Map;function Kt(t,...e){let n=t.getRootNode(),r="adoptedStyleSheets"in n?n:document;for(let i of e){let s=gs.get(i);s||(s=new CSSStyleSheet,s.replaceSync(i),gs.set(i,s)),r.adoptedStyleSheets.includes(s)||(r.adoptedStyleSheets=[...r.adoptedStyleSheets,s])}}var ws=`/* The controls above a job's past. */

.jw-past .jw-cancel,
.jw-past .jw-retry {
  display: none;
}

.jw-scrub-row {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 4px 8px;
  padding: 4px 8px;
}

.jw-scrubber .jw-play {
  flex: none;
  width: 28px;
  height: 24px;
  padding: 0;
  font-size: 11px;
  line-height: 22px;
}

.jw-track {
  position: relative;
  flex: 1 1 160px;
  min-width: 100px;
  height: 24px;
}

.jw-track .jw-slider {
  position: relative;
  display: block;
  width: 100%;
  height: 24px;
  margin: 0;
  accent-color: var(--jw-accent);
}

.jw-ticks {
  position: absolute;
  inset: 0 8px; /* half of the slider's thumb */
}

.jw-tick {
  position: absolute;
  top: 1px;
  width: 2px;
  height: 6px;
  margin-left: -1px;
  background: var(--jw-dim);
}

.jw-tick[data-kind="error"] {
  background: var(--jw-bad);
}

.jw-tick[data-kind="question"] {
  background: var(--jw-warn);
}

.jw-tick[data-kind="attempt"] {
  background: var(--jw-accent);
}

.jw-scrubber .jw-speed {
  flex: none;
  height: 24px;
  border: 1px solid var(--jw-line);
  border-radius: 4px;
  background: var(--jw-bg);
  color: var(--jw-fg);
  font: inherit;
}

.jw-scrub-note {
  padding: 0 8px 4px;
  color: var(--jw-dim);
}

.jw-scrubber .jw-where {
  min-width: 15ch; /* the slider keeps its width while the figures grow */
  text-align: right;
}
`;var ms=`/* Many jobs, one row each. \`static_table.py\` draws the same end state with inline styles: change both.
   All rules stop at the card: the job that is open below it has rules of its own. */

.jw-table > .jw-card {
  border: 1px solid var(--jw-line);
  border-radius: 6px;
  overflow: hidden;

  --jw-columns: minmax(110px, 1.6fr) 150px 104px minmax(90px, 1.4fr) 62px 76px 68px;
}

.jw-table > .jw-card > .jw-header {
  display: flex;
  align-items: center;
  gap: 8px;
  min-height: 35px;
  padding: 6px 12px 5px;
  background: var(--jw-raised);
}
.jw-table > .jw-card .jw-title {
  font-weight: 600;
}
.jw-table > .jw-card .jw-space {
  flex: 1;
}
.jw-table > .jw-card .jw-cancel-all {
  flex: none;
  min-width: 132px;
  height: 24px;
  padding: 0 10px;
  border-color: var(--jw-line);
  background: var(--jw-bg);
  line-height: 20px;
}
.jw-table > .jw-card .jw-cancel-all.jw-sure {
  border-color: var(--jw-bad);
  box-shadow: inset 0 0 0 1px var(--jw-bad);
  font-weight: 600;
}
.jw-table > .jw-card button[aria-disabled="true"] {
  background: none !important;
  color: var(--jw-dim);
  cursor: default;
}

.jw-table > .jw-card .jw-bar {
  height: 4px;
  overflow: hidden;
  border-radius: 2px;
  background: var(--jw-line);
}
.jw-table > .jw-card > .jw-bar {
  height: 2px;
  border-radius: 0;
}
.jw-table > .jw-card .jw-fill {
  width: 100%;
  height: 100%;
  background: var(--jw-tone, var(--jw-accent));
  transform: scaleX(0);
  transform-origin: left;
}
.jw-table > .jw-card .jw-bar.jw-busy .jw-fill {
  opacity: 0.35;
  transform: none;
  animation: jw-breathe 2s ease-in-out infinite;
}

.jw-table > .jw-card > .jw-tools {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 6px;
  padding: 6px 12px;
}
.jw-table > .jw-card .jw-filters {
  display: flex;
  flex: 0 1 auto;
  flex-wrap: wrap;
  gap: 4px;
}
.jw-table > .jw-card .jw-filter {
  height: 22px;
  padding: 0 9px;
  border-color: var(--jw-line);
  border-radius: 11px;
  font-size: 12px;
  line-height: 18px;
  white-space: nowrap;
}
.jw-table > .jw-card .jw-filter[aria-pressed="true"] {
  border-color: var(--jw-accent);
  background: color-mix(in srgb, var(--jw-accent) 14%, transparent);
}
.jw-table > .jw-card .jw-filter .jw-num {
  color: inherit;
  font-weight: 600;
}
.jw-table > .jw-card .jw-search {
  flex: 1 1 90px;
  min-width: 80px;
  max-width: 200px;
  height: 24px;
  margin: 0;
  padding: 0 8px;
  border: 1px solid var(--jw-line);
  border-radius: 4px;
  background: var(--jw-bg);
  color: var(--jw-fg);
  font: inherit;
}
.jw-table > .jw-card > .jw-note {
  padding: 0 12px 6px;
  overflow-wrap: anywhere;
}

/* As high as its rows, up to a limit: what changes in them moves nothing around it. */
.jw-table > .jw-card > .jw-rows {
  max-height: 420px;
  overflow: auto;
  overscroll-behavior: contain;
  border-top: 1px solid var(--jw-line);
}
.jw-table > .jw-card .jw-tr {
  display: grid;
  grid-template-columns: var(--jw-columns);
  align-items: center;
  height: 28px;
  padding: 0 4px;
}
.jw-table > .jw-card .jw-grid > :first-child {
  position: sticky;
  z-index: 1;
  top: 0;
}
.jw-table > .jw-card .jw-thead {
  background: linear-gradient(var(--jw-raised), var(--jw-raised)), var(--jw-bg);
  box-shadow: inset 0 -1px var(--jw-line);
}
.jw-table > .jw-card .jw-tbody > .jw-tr {
  --jw-tone: var(--jw-accent);

  border-bottom: 1px solid color-mix(in srgb, var(--jw-line) 55%, transparent);
  cursor: pointer;
  content-visibility: auto;
  contain-intrinsic-size: auto 28px;
  scroll-margin-top: 30px;
}
.jw-table > .jw-card .jw-tr:is([data-state="queued"], [data-state="cancelled"]) {
  --jw-tone: var(--jw-dim);
}
.jw-table > .jw-card .jw-tr:is([data-state="cancelling"], [data-state="waiting_input"]) {
  --jw-tone: var(--jw-warn);
}
.jw-table > .jw-card .jw-tr[data-state="completed"] {
  --jw-tone: var(--jw-ok);
}
.jw-table > .jw-card .jw-tr[data-state="failed"] {
  --jw-tone: var(--jw-bad);
}
.jw-table > .jw-card .jw-tbody > .jw-tr:hover {
  background: var(--jw-raised);
}
.jw-table > .jw-card .jw-tbody > .jw-tr[aria-selected="true"] {
  background: color-mix(in srgb, var(--jw-accent) 14%, transparent);
  box-shadow: inset 3px 0 var(--jw-accent);
}

.jw-table > .jw-card :is(.jw-td, .jw-th) {
  min-width: 0;
  padding: 0 8px;
}
.jw-table > .jw-card .jw-sort {
  max-width: 100%;
  margin-left: -4px;
  padding: 0 4px;
  overflow: hidden;
  border: 0;
  color: var(--jw-dim);
  font-weight: 500;
  text-overflow: ellipsis;
  white-space: nowrap;
}
.jw-table > .jw-card [aria-sort="ascending"] .jw-sort,
.jw-table > .jw-card [aria-sort="descending"] .jw-sort {
  color: var(--jw-fg);
}
.jw-table > .jw-card [aria-sort="ascending"] .jw-sort::after {
  content: " ↑";
  content: " ↑" / ""; /* aria-sort says it */
}
.jw-table > .jw-card [aria-sort="descending"] .jw-sort::after {
  content: " ↓";
  content: " ↓" / ""; /* aria-sort says it */
}
.jw-table > .jw-card .jw-type {
  margin-right: 4px;
  color: var(--jw-dim);
}
.jw-table > .jw-card .jw-td.jw-c-state {
  color: var(--jw-fg);
}
.jw-table > .jw-card .jw-c-state .jw-dot {
  display: inline-block;
  margin-right: 4px;
}
.jw-table > .jw-card .jw-td.jw-c-progress {
  display: flex;
  align-items: center;
  gap: 8px;
}
.jw-table > .jw-card .jw-c-progress .jw-bar {
  flex: 1;
}
.jw-table > .jw-card .jw-c-progress .jw-num {
  min-width: 38px;
  text-align: right;
}
.jw-table > .jw-card .jw-td.jw-c-step {
  color: var(--jw-dim);
}
.jw-table > .jw-card .jw-tr[data-state="failed"] .jw-c-step {
  color: var(--jw-fg);
}
.jw-table > .jw-card :is(.jw-c-time, .jw-c-attempt) {
  text-align: right;
}
.jw-table > .jw-card .jw-th.jw-c-attempt {
  padding-left: 0;
}
.jw-table > .jw-card :is(.jw-c-time, .jw-c-attempt) .jw-sort {
  margin-right: -4px;
}
.jw-table > .jw-card .jw-td.jw-c-do {
  padding: 0 4px;
  text-align: right;
}
.jw-table > .jw-card .jw-act {
  height: 22px;
  padding: 0 8px;
  border-color: var(--jw-line);
  background: var(--jw-bg);
  font-size: 12px;
  line-height: 18px;
}
/* There for the pointer and the keyboard; a column of buttons all day long would be noise. */
@media (hover: hover) {
  .jw-table > .jw-card .jw-tr:not(:hover, :focus, :focus-within, [aria-selected="true"]) .jw-act {
    opacity: 0;
  }
}
.jw-table > .jw-card .jw-none {
  padding: 10px 12px;
  color: var(--jw-dim);
}

/* The job that is open. */
.jw-table > .jw-open {
  position: relative;
  margin-top: 6px;
}
.jw-table > .jw-open > .jw-close {
  height: 22px;
  margin-bottom: 2px;
  padding: 0 10px;
  border-color: var(--jw-line);
  background: var(--jw-bg);
  font-size: 12px;
  line-height: 18px;
}

@container (max-width: 700px) {
  .jw-table > .jw-card {
    --jw-columns: minmax(90px, 1.2fr) 40px 96px minmax(70px, 1.4fr) 60px 74px;
  }
  .jw-table > .jw-card .jw-c-attempt {
    display: none;
  }
  /* A mark for each state, and the word for whoever listens. */
  .jw-table > .jw-card .jw-c-state .jw-word {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .jw-table > .jw-card .jw-th.jw-c-state .jw-sort::before {
    content: "●" / "";
  }
  .jw-table > .jw-card .jw-tr:is([data-state="completed"], [data-state="failed"], [data-state="cancelled"]) .jw-dot {
    width: auto;
    height: auto;
    background: none;
    color: var(--jw-tone);
    font-weight: 700;
  }
  .jw-table > .jw-card .jw-tr[data-state="completed"] .jw-dot::before {
    content: "✓" / "";
  }
  .jw-table > .jw-card .jw-tr[data-state="failed"] .jw-dot::before {
    content: "✕" / "";
  }
  .jw-table > .jw-card .jw-tr[data-state="cancelled"] .jw-dot::before {
    content: "–" / "";
  }
  .jw-table > .jw-card .jw-tr[data-state="waiting_input"] .jw-dot {
    border-radius: 0;
    rotate: 45deg;
  }
  .jw-table > .jw-card .jw-tr[data-state="queued"] .jw-dot {
    background: none;
    box-shadow: inset 0 0 0 2px var(--jw-tone);
  }
}
@container (max-width: 460px) {
  .jw-table > .jw-card {
    --jw-columns: minmax(80px, 1fr) 40px 84px 60px 72px;
  }
  .jw-table > .jw-card .jw-c-step {
    display: none;
  }
}

@media (forced-colors: active) {
  .jw-table > .jw-card .jw-fill,
  .jw-table > .jw-card .jw-dot {
    background: Highlight;
    forced-color-adjust: none;
  }
}
`;var Zt=`/* Colours and sizes of all views: JupyterLab's variables, else VS Code's, else our own (light and dark). */

.jw {
  --jw-fg: var(--jp-ui-font-color1, var(--vscode-foreground, #1f2328));
  --jw-dim: var(--jp-ui-font-color2, var(--vscode-descriptionForeground, #656d76));
  --jw-bg: var(--jp-layout-color0, var(--vscode-editor-background, #fff));
  --jw-raised: #80808017; /* on light and on dark */
  --jw-line: var(--jp-border-color2, var(--vscode-widget-border, #d8dbe0));
  --jw-hover: var(--jp-layout-color3, var(--vscode-toolbar-hoverBackground, #e6e8ec));
  --jw-accent: var(--jp-brand-color1, var(--vscode-progressBar-background, #1976d2));
  --jw-ok: var(--jp-success-color1, var(--vscode-testing-iconPassed, #2e7d32));
  --jw-bad: var(--jp-error-color1, var(--vscode-errorForeground, #d32f2f));
  --jw-warn: var(--jp-warn-color1, var(--vscode-editorWarning-foreground, #c77700));
  --jw-ui: var(--jp-ui-font-family, var(--vscode-font-family, system-ui, sans-serif));
  --jw-text: var(--jp-content-font-family, var(--vscode-font-family, system-ui, sans-serif));
  --jw-mono: var(--jp-code-font-family, var(--vscode-editor-font-family, ui-monospace, monospace));

  box-sizing: border-box;
  flex: 1 1 320px;
  min-width: 0;
  width: 100%;
  margin: 2px 0;
  color: var(--jw-fg);
  font: 13px/20px var(--jw-ui);
  container-type: inline-size;
}

@media (prefers-color-scheme: dark) {
  .jw:not(:where([data-jp-theme-light], [class*="vscode"]) *) {
    --jw-fg: var(--jp-ui-font-color1, #e6e9ee);
    --jw-dim: var(--jp-ui-font-color2, #9aa3ae);
    --jw-bg: var(--jp-layout-color0, #111418);
    --jw-line: var(--jp-border-color2, #333a44);
    --jw-hover: var(--jp-layout-color3, #2a313b);
    --jw-accent: var(--jp-brand-color1, #64a8f5);
    --jw-ok: var(--jp-success-color1, #66bb6a);
    --jw-bad: var(--jp-error-color1, #f2716b);
    --jw-warn: var(--jp-warn-color1, #ffb74d);
  }
}

.jw *,
.jw *::before {
  box-sizing: border-box;
}

.jw [hidden] {
  display: none !important;
}

.jw .jw-num {
  color: var(--jw-dim);
  font-variant-numeric: tabular-nums;
  white-space: nowrap;
}

.jw .jw-cut {
  min-width: 0;
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
}

.jw .jw-said {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}

.jw button {
  margin: 0;
  border: 1px solid transparent;
  border-radius: 4px;
  background: none;
  color: inherit;
  font: inherit;
  cursor: pointer;
}

.jw button:hover:not(:disabled) {
  background: var(--jw-hover);
}

.jw button:disabled {
  color: var(--jw-dim);
  cursor: default;
}

.jw :is(button, summary, input, textarea, select, [tabindex]):focus-visible {
  outline: 2px solid var(--jw-accent);
  outline-offset: -2px;
}

.jw .jw-dot {
  flex: none;
  width: 8px;
  height: 8px;
  border-radius: 50%;
  background: var(--jw-tone);
}

@keyframes jw-breathe {
  50% {
    opacity: 0.35;
  }
}

@media (prefers-reduced-motion: reduce) {
  .jw,
  .jw *,
  .jw *::before {
    animation: none !important;
    transition: none !important;
    scroll-behavior: auto !important;
  }
}
`;var Gi={};On(Gi,{initialize:()=>Hh,render:()=>Gh});v();v();var bs=[1e3,2e3,4e3,8e3],bc=5e3,xc=6,tt=class{constructor(e){this.send=e,this.client=Array.from({length:4},()=>Math.random().toString(36).slice(2,8)).join(""),this.views=new Set,this.head=void 0,this.steps=new Map,this.artifacts=new Map,this.texts=new Map,this.old=new Set,this.n=-1,this.missing=0,this.tries=0,this.detached=!1,this.timer=void 0,this.onOther=()=>{}}hello(){clearTimeout(this.timer),this.send({type:"hello",client:this.client});let e=bs[Math.min(this.tries++,bs.length-1)];(!this.detached||this.tries<xc)&&(this.timer=setTimeout(()=>this.hello(),e))}setDetached(e){if(this.detached!==e){this.detached=e;for(let n of this.views)n.setDetached(e)}}attach(e){this.head&&e.setHead(this.head),e.setSteps([...this.steps.values()]),e.setArtifacts([...this.artifacts.values()]),e.supersede(this.old),e.addText([...this.texts].map(([n,{parts:r,...i}])=>({seg:n,at:0,text:r.join(""),...i}))),this.detached&&e.setDetached(!0),this.views.add(e),this.send({type:"views",client:this.client,count:this.views.size})}detach(e){this.views.delete(e),this.send({type:"views",client:this.client,count:this.views.size})}setHead(e){this.head=e;for(let n of this.views)n.setHead(e)}receive(e){if(!(e.to&&e.to!==this.client))switch(e.type){case"snapshot":this.setDetached(!1),this.load(e),this.n=e.n,this.expect(e.more??0);break;case"more":if(this.n<0)return;if(this.missing===0)return this.lost();this.expect(this.missing-1),this.apply(e);break;case"delta":if(this.n<0||e.n<=this.n)return;if(e.n>this.n+1||this.missing>0)return this.lost();this.n=e.n,this.apply(e);break;case"end":this.n>=0&&(e.n>this.n||this.missing>0)&&this.lost();break;case"head":{let{type:n,to:r,...i}=e;this.setHead(i);break}case"ack":for(let n of this.views)n.acknowledge(e);break;default:this.onOther(e)}}expect(e){clearTimeout(this.timer),this.tries=0,this.missing=e,e>0&&(this.timer=setTimeout(()=>this.hello(),bc))}load(e){this.steps.clear(),this.artifacts.clear(),this.texts.clear(),this.old.clear();for(let n of this.views)n.clear();this.apply(e)}apply({steps:e=[],text:n=[],old:r=[],artifacts:i=[]}){for(let{seg:s,ch:o,attempt:a,at:l,to:d,text:u}of n){let w=this.texts.get(s);if(l!==(w?.to??0))return this.lost();w?(w.parts.push(u),w.to=d):this.texts.set(s,{ch:o,attempt:a,parts:[u],to:d})}for(let s of r)this.old.add(s);for(let s of e)this.steps.set(s.id,s);for(let s of i)this.artifacts.set(s.id,s);for(let s of this.views)e.length&&s.setSteps(e),r.length&&s.supersede(r),n.length&&s.addText(n),i.length&&s.setArtifacts(i)}lost(e=!1){if(e)this.setDetached(!0);else if(this.n<0)return;this.n=-1,this.tries=0,this.hello()}close(){clearTimeout(this.timer),this.send({type:"bye",client:this.client})}};v();var xs=[1e3,2e3,4e3,8e3],yc=6,Ln=class{constructor(e){this.client=Array.from({length:4},()=>Math.random().toString(36).slice(2,8)).join(""),this.send=n=>e({...n,client:this.client}),this.views=new Set,this.heads=[],this.bodies=[],this.total=-1,this.n=-1,this.skew=0,this.tries=0,this.detached=!1,this.timer=void 0,this.onOther=()=>{}}hello(){clearTimeout(this.timer),this.send({type:"hello"});let e=xs[Math.min(this.tries++,xs.length-1)];(!this.detached||this.tries<yc)&&(this.timer=setTimeout(()=>this.hello(),e))}attach(e){e.setClock(this.skew),this.complete&&e.load(this.heads,this.bodies),this.detached&&e.setDetached(!0),this.views.add(e),this.send({type:"views",count:this.views.size})}detach(e){this.views.delete(e),this.send({type:"views",count:this.views.size})}get complete(){return this.total>=0&&this.heads.length===this.total}setDetached(e){if(this.detached!==e){this.detached=e;for(let n of this.views)n.setDetached(e)}}receive(e){if(!(e.to&&e.to!==this.client))switch(e.now&&this.setClock(e.now-Date.now()/1e3),e.type){case"table":return this.load(e);case"rows":return this.n<0||e.n<=this.n?void 0:e.n>this.n+1||!this.complete?this.lost():(this.n=e.n,this.update(e.heads,e.rows));case"end":this.n>=0&&(e.n>this.n||!this.complete)&&this.lost();return;case"ack":for(let n of this.views)n.acknowledge(e);return;default:this.onOther(e)}}setClock(e){this.skew=e;for(let n of this.views)n.setClock(e)}load({at:e,total:n,n:r,heads:i,rows:s}){if(e===0)this.setDetached(!1),[this.heads,this.bodies,this.total,this.n]=[[],[],n,r];else if(e!==this.heads.length||this.n<0)return this.lost();if(this.heads.push(...i),this.bodies.push(...s),!!this.complete){this.tries=0,clearTimeout(this.timer);for(let o of this.views)o.load(this.heads,this.bodies)}}update(e,n){for(let r of e)this.heads[r[0]]=r;for(let r of n)this.bodies[r[0]]=r;for(let r of this.views)r.update(e,n)}lost(e=!1){if(e)this.setDetached(!0);else if(this.n<0)return;this.n=-1,this.tries=0,this.hello()}close(){clearTimeout(this.timer),this.send({type:"bye"})}};v();v();v();function p(t,e="",n={},...r){let i=document.createElement(t);e&&(i.className=e);for(let[s,o]of Object.entries(n))i.setAttribute(s,o);return i.append(...r),i}function M(t,e){t.textContent!==e&&(t.textContent=e)}function Ke(t,e){let n=Math.max(0,t);if(n<9.95&&!e)return`${n.toFixed(1)} s`;let r=Math.floor(e?n:n+.5);if(r<60)return`${r} s`;let i=a=>String(a).padStart(2,"0"),[s,o]=[Math.floor(r/3600),Math.floor(r%3600/60)];return s?`${s}:${i(o)}:${i(r%60)}`:`${o}:${i(r%60)}`}var ys=3,jc="not answered in time",_c=t=>t.timedOut?jc:t.answer;function vc(t){let e=_c(t),n=p("bdi",`jw-told-answer${t.timedOut?" jw-late":""}`,{},e),r=p("li","jw-told",{dir:"auto"},p("bdi","jw-cut",{},t.prompt),p("span","jw-arrow",{"aria-hidden":"true"},"→"),n);return r.title=`${t.prompt} → ${e}`,r}function js(){let t=p("ul","jw-told-list"),e=p("button","jw-told-more",{type:"button",hidden:"","aria-expanded":"false"}),n=p("div","jw-answers",{role:"group","aria-label":"Answered questions",hidden:""},e,t),r=[],i=!1,s="";e.addEventListener("click",()=>{i=!i,o()});function o(){let a=i?0:Math.max(0,r.length-ys);t.replaceChildren(...r.slice(a).map(vc)),e.hidden=r.length<=ys,e.setAttribute("aria-expanded",String(i)),M(e,i?"Fewer answers":`${a} earlier ${a===1?"answer":"answers"}`),n.hidden=!r.length}return{el:n,set(a=[]){let l=JSON.stringify(a);l!==s&&(s=l,r=a,o())}}}v();v();v();function _s(t,e=",",n=1/0){let r=[],i=t.charCodeAt(0)===65279?1:0;for(;i<t.length&&r.length<n;){let s=[];i=Ec(t,i,e,s),(s.length>1||s[0]!=="")&&r.push(s)}return r}function Ec(t,e,n,r){for(;;){let i="";if(t[e]==='"'){for(e++;e<t.length;e++){if(t[e]!=='"'){let o=t.indexOf('"',e);i+=t.slice(e,o<0?t.length:o),e=o<0?t.length:o}if(t[e+1]!=='"')break;i+='"',e++}e++}let s=e;for(;e<t.length&&t[e]!==n&&t[e]!==`
`&&t[e]!=="\r";)e++;if(r.push(i+t.slice(s,e)),t[e]!==n)break;e++}return t[e]==="\r"&&t[e+1]===`
`&&e++,e+1}function vs(t){let e=n=>{let r=n==null?"":typeof n=="object"?JSON.stringify(n):String(n);return/[",\r\n]/.test(r)?`"${r.replaceAll('"','""')}"`:r};return t.map(n=>`${n.map(e).join(",")}\r
`).join("")}var kc=/^application\/vnd\.vega(lite)?\.v\d+(\.\d+)*[+.]json$/,Mr="application/vnd.jobwidgets.table+json",Sc=new Map([["image/png","image"],["image/jpeg","image"],["image/gif","image"],["image/webp","image"],["image/svg+xml","svg"],["application/vnd.plotly.v1+json","plotly"],[Mr,"table"],["text/csv","csv"],["text/tab-separated-values","csv"],["application/json","json"],["text/markdown","markdown"],["text/plain","text"]]),Ac={jpeg:"jpg",plain:"txt",markdown:"md","svg+xml":"svg",javascript:"js","octet-stream":"bin"},Nt=t=>t.split(";")[0].trim().toLowerCase();function Es(t){let e=Nt(t.mediaType);return t.data==null?"file":kc.test(e)?"vega":Sc.get(e)??"file"}function ks(t){let e=Nt(t);return e.startsWith("text/")||/[+./](json|xml|javascript|yaml|toml)$/.test(e)}function $r({mediaType:t,data:e}){if(Nt(t)===Mr){let n=Pr(e);return vs([n.columns,...n.rows])}if(typeof e!="string")return JSON.stringify(e,null,2);if(ks(t))return e;try{return Uint8Array.from(atob(e),n=>n.charCodeAt(0))}catch{return e}}function Ss(t){if(t.left!==void 0)return t.left;let{mediaType:e,data:n}=t;if(typeof n=="string"&&!ks(e))return Math.floor(n.length*3/4)-(n.endsWith("==")?2:n.endsWith("=")?1:0);let r=typeof n=="string"?n:JSON.stringify(n??null);return new TextEncoder().encode(r).length}function Dr(t){if(t<1e3)return`${t} B`;let e=t/1e3;return e<1e3?`${e<10?e.toFixed(1):Math.round(e)} kB`:`${(e/1e3).toFixed(1)} MB`}function As({name:t,mediaType:e}){let r=(t.replace(/[\p{C}]/gu,"").split(/[/\\]/).at(-1)??"").replace(/[<>:"|?*]/g,"_").replace(/^[.\s]+|[.\s]+$/g,"").slice(0,120)||"artifact";return/\.[\w-]{1,12}$/.test(r)?r:`${r}.${Tc(e)}`}function Tc(t){let e=Nt(t);if(e===Mr)return"csv";if(e==="text/tab-separated-values")return"tsv";if(/[+./]json$/.test(e))return"json";let n=e.split("/")[1]??"";return Ac[n]??(/^[a-z0-9]{1,6}$/.test(n)?n:"bin")}function Pr(t){if(!Array.isArray(t?.columns)||!Array.isArray(t.rows)||!t.rows.every(Array.isArray))throw new TypeError("A table is {columns: […], rows: [[…], …]}.");return{columns:t.columns.map(String),rows:t.rows}}function Ts(t){let e=new DataView(t.buffer,t.byteOffset,t.byteLength),n=String.fromCharCode(...t.subarray(0,16));try{if(n.startsWith("PNG"))return[e.getUint32(16),e.getUint32(20)];if(n.startsWith("GIF8"))return[e.getUint16(6,!0),e.getUint16(8,!0)];if(n.startsWith("RIFF")&&n.slice(8,12)==="WEBP")return Nc(e,n.slice(12,16));if(n.startsWith("ÿØ"))return Rc(e)}catch(r){if(!(r instanceof RangeError))throw r}return null}function Nc(t,e){let n=i=>t.getUint16(i,!0)|t.getUint8(i+2)<<16;if(e==="VP8X")return[n(24)+1,n(27)+1];if(e==="VP8 ")return[t.getUint16(26,!0)&16383,t.getUint16(28,!0)&16383];if(e!=="VP8L")return null;let r=t.getUint32(21,!0);return[(r&16383)+1,(r>>14&16383)+1]}function Rc(t){for(let e=2;;e+=2+t.getUint16(e+2)){for(;t.getUint8(e)===255&&t.getUint8(e+1)===255;)e++;let n=t.getUint8(e+1);if(t.getUint8(e)!==255)return null;if(n>=192&&n<=207&&![196,200,204].includes(n))return[t.getUint16(e+7),t.getUint16(e+5)]}}v();v();var Oc=[0,150,600];function zr(t){let e=p("span");t.append(e);let n=i=>(e.style.color=`var(${i})`,getComputedStyle(e).color),r={foreground:n("--jw-fg"),dim:n("--jw-dim"),line:n("--jw-line"),accent:n("--jw-accent"),font:getComputedStyle(t).fontFamily||"sans-serif"};return e.remove(),r}function Ns(t){let e=new Set,n=()=>{for(let s of e)clearTimeout(s);e.clear();for(let s of Oc)e.add(setTimeout(t,s))},r=new MutationObserver(n);for(let s of[document.documentElement,document.body])r.observe(s,{attributes:!0,attributeFilter:["class","data-jp-theme-name","data-jp-theme-light","data-theme"]});let i=globalThis.matchMedia?.("(prefers-color-scheme: dark)");return i?.addEventListener("change",n),()=>{r.disconnect(),i?.removeEventListener("change",n);for(let s of e)clearTimeout(s)}}var Lc=8,Rs=80;function Os(t,e,n,r){let i=p("div","jw-artifact-note",{role:"status",hidden:""}),s=p("div","jw-figure"),o=p("div","",{},p("div","jw-artifact-pad",{},s),i),a,l,[d,u]=[0,""],w=!1;function f(j){i.hidden=!j,M(i,j)}let y=Ns(()=>{a&&l!==void 0&&JSON.stringify(zr(s))!==u&&r()}),h=new ResizeObserver(()=>{s.clientWidth>=Rs&&Math.abs(s.clientWidth-d)>=Lc&&r()});h.observe(s);async function _(){if(!n)throw new Error("Plots cannot be drawn here.");f("Loading the plot library…");let{createFigure:j}=await n(t);f(""),w||(a=j(s,e))}return{el:o,async draw(j){if(!a){s.classList.add("jw-awaited");try{await _()}catch(B){throw new Error(`The plot library did not come: ${B.message}`)}}if(!a||s.clientWidth<Rs)return;d=s.clientWidth;let S=zr(s);u=JSON.stringify(S),f(await a.draw(j,S,d)),s.classList.remove("jw-awaited"),l=j},picture:()=>a&&l!==void 0?a.picture():void 0,destroy(){w=!0,y(),h.disconnect(),a?.destroy()}}}v();var Br=200,Ls=2e3,Cc=12,Ic=16,Mc=t=>typeof t=="object"&&t!==null&&Object.keys(t).length>0;function $c(t){let e=t===null?"null":typeof t,n=e==="object"?Array.isArray(t)?"[]":"{}":JSON.stringify(t);return p("span",`jw-json-${e}`,{},n.length>Ls?`${n.slice(0,Ls)}…`:n)}function Cs(t,e,n,r,i){let s=t===null?[]:[p("bdi","jw-json-key",{},t),": "];if(!Mc(e))return p("div","jw-json-line",{},...s,$c(e));let o=Object.entries(e),a=`${o.length.toLocaleString()} ${o.length===1?"item":"items"}`,l=Array.isArray(e)?"[…]":"{…}",d=p("details","",{},p("summary","",{},...s,l," ",p("span","jw-num",{},a))),u=d,w=!1,f=()=>{if(w)return;w=!0;let y=p("div","jw-json-inside");y.style.paddingLeft=`${Ic}px`;for(let[h,_]of o.slice(0,Br))y.append(Cs(h,_,n+1,r,`${i}/${h}`));o.length>Br&&y.append(p("div","jw-num",{},`and ${(o.length-Br).toLocaleString()} more`)),d.append(y)};return u.open=r.has(i)||!r.has(`!${i}`)&&n===0&&o.length<=Cc,u.open&&f(),u.addEventListener("toggle",()=>{u.open&&f(),r.delete(u.open?`!${i}`:i),r.add(u.open?i:`!${i}`)}),d}function Is(t){let e=p("div","jw-artifact-scroll jw-json",{tabindex:"0",role:"group","aria-label":t}),n=new Set;return{el:e,draw(r){e.replaceChildren(Cs(null,r,0,n,""))}}}v();var Ur=200,Fr=60,Ms=300;function Hr(t){return typeof t=="number"||typeof t=="string"&&t.trim()!==""&&Number.isFinite(Number(t))}function $s(t){if(t==null)return"";let e=typeof t=="object"?JSON.stringify(t):typeof t=="number"?Dc(t):String(t);return e.length>Ms?`${e.slice(0,Ms)}…`:e}var Dc=t=>String(Number.isInteger(t)?t:Number(t.toPrecision(15)));function Pc(t,e){let[n,r]=[t==null||t==="",e==null||e===""];return n||r?Number(n)-Number(r):Hr(t)&&Hr(e)?Number(t)-Number(e):String(t).localeCompare(String(e),void 0,{numeric:!0})}function Gr(t){let e=p("tr"),n=p("tbody"),r=p("table","jw-sheet",{"aria-label":t},p("thead","",{},e),n),i=p("div","jw-artifact-scroll",{tabindex:"0",role:"group","aria-label":t},r),s=p("div","jw-artifact-note",{hidden:""}),o=p("div","",{},i,s),a=[],l=[],d=-1,u=!1;function w(h){d!==h?[d,u]=[h,!1]:u?d=-1:u=!0,y()}function f(){let h=a.map((_,j)=>l.some(S=>S[j]!=null)&&l.every(S=>S[j]==null||S[j]===""||Hr(S[j])));e.replaceChildren(...a.map((_,j)=>{let S=p("button","jw-sort",{type:"button"},p("bdi","",{},$s(_)));return S.addEventListener("click",()=>w(j)),p("th",h[j]?"jw-right":"",{scope:"col"},S)}))}function y(){let h=d<0?l:l.toSorted((S,B)=>Pc(S[d],B[d])*(u&&S[d]!=null&&B[d]!=null?-1:1)),_=[...e.children];_.forEach((S,B)=>B===d?S.setAttribute("aria-sort",u?"descending":"ascending"):S.removeAttribute("aria-sort"));let j=_.map(S=>S.className);n.replaceChildren(...h.slice(0,Ur).map(S=>p("tr","",{},...a.map((B,C)=>p("td",j[C],{dir:"auto"},$s(S[C]))))))}return{el:o,draw(h){let _=h.columns.join(`
`)===a.join(`
`);a=h.columns.slice(0,Fr),l=h.rows,_||(d=-1),f(),y();let j=[];l.length>Ur&&j.push(`The first ${Ur} of ${l.length.toLocaleString()} rows.`),h.columns.length>Fr&&j.push(`The first ${Fr} of ${h.columns.length} columns.`),s.hidden=!j.length,M(s,j.join(" "))}}}v();v();function zc(t,e){this.v=t,this.k=e}function Ds(t,e){(e==null||e>t.length)&&(e=t.length);for(var n=0,r=Array(e);n<e;n++)r[n]=t[n];return r}function Bc(t){if(Array.isArray(t))return t}function Uc(t,e){var n=t==null?null:typeof Symbol<"u"&&t[Symbol.iterator]||t["@@iterator"];if(n!=null){var r,i,s,o,a=[],l=!0,d=!1;try{if(s=(n=n.call(t)).next,e===0){if(Object(n)!==n)return;l=!1}else for(;!(l=(r=s.call(n)).done)&&(a.push(r.value),a.length!==e);l=!0);}catch(u){d=!0,i=u}finally{try{if(!l&&n.return!=null&&(o=n.return(),Object(o)!==o))return}finally{if(d)throw i}}return a}}function Fc(){throw new TypeError(`Invalid attempt to destructure non-iterable instance.
In order to be iterable, non-array objects must have a [Symbol.iterator]() method.`)}function Hc(t,e){return Bc(t)||Uc(t,e)||Gc(t,e)||Fc()}function Gc(t,e){if(t){if(typeof t=="string")return Ds(t,e);var n={}.toString.call(t).slice(8,-1);return n==="Object"&&t.constructor&&(n=t.constructor.name),n==="Map"||n==="Set"?Array.from(t):n==="Arguments"||/^(?:Ui|I)nt(?:8|16|32)(?:Clamped)?Array$/.test(n)?Ds(t,e):void 0}}function Cn(t){var e,n;function r(s,o){try{var a=t[s](o),l=a.value,d=l instanceof zc;Promise.resolve(d?l.v:l).then(function(u){if(d){var w=s==="return"&&l.k?s:"next";if(!l.k||u.done)return r(w,u);u=t[w](u).value}i(!!a.done,u)},function(u){r("throw",u)})}catch(u){i(2,u)}}function i(s,o){s===2?e.reject(o):e.resolve({value:o,done:s}),(e=e.next)?r(e.key,e.arg):n=null}this._invoke=function(s,o){return new Promise(function(a,l){var d={key:s,arg:o,resolve:a,reject:l,next:null};n?n=n.next=d:(e=n=d,r(s,o))})},typeof t.return!="function"&&(this.return=void 0)}Cn.prototype[typeof Symbol=="function"&&Symbol.asyncIterator||"@@asyncIterator"]=function(){return this},Cn.prototype.next=function(t){return this._invoke("next",t)},Cn.prototype.throw=function(t){return this._invoke("throw",t)},Cn.prototype.return=function(t){return this._invoke("return",t)};var Xs=Object.entries,qc=Object.keys,Ps=Object.setPrototypeOf,Wc=Object.isFrozen,Vs=Object.getPrototypeOf,Js=Object.getOwnPropertyDescriptor,Se=Object.freeze,_e=Object.seal,wt=Object.create,Qs=typeof Reflect<"u"&&Reflect,$n=Qs.apply,ti=Qs.construct;Se||(Se=function(e){return e});_e||(_e=function(e){return e});$n||($n=function(e,n){for(var r=arguments.length,i=new Array(r>2?r-2:0),s=2;s<r;s++)i[s-2]=arguments[s];return e.apply(n,i)});ti||(ti=function(e){for(var n=arguments.length,r=new Array(n>1?n-1:0),i=1;i<n;i++)r[i-1]=arguments[i];return new e(...r)});var ot=we(Array.prototype.forEach),Kc=we(Array.prototype.lastIndexOf),zs=we(Array.prototype.pop),ln=we(Array.prototype.push),Zc=we(Array.prototype.slice),Yc=we(Array.prototype.splice),Yt=Array.isArray,qr=eo(Set),Wr=we(Set.prototype.add),cn=we(Set.prototype.has),Rt=we(String.prototype.toLowerCase),Kr=we(String.prototype.toString),Xc=we(String.prototype.match),In=we(String.prototype.replace),Zr=we(String.prototype.indexOf),Vc=we(String.prototype.trim),Jc=we(Number.prototype.toString),Qc=we(Boolean.prototype.toString),Bs=typeof BigInt>"u"?null:we(BigInt.prototype.toString),Us=typeof Symbol>"u"?null:we(Symbol.prototype.toString),Re=we(Object.prototype.hasOwnProperty),dn=we(Object.prototype.toString),ed=RegExp.prototype.test,ke=function(e,n){return e instanceof RegExp&&(e.lastIndex=0),$n(ed,e,[n])},at=eo(TypeError);function we(t){return function(e){for(var n=arguments.length,r=new Array(n>1?n-1:0),i=1;i<n;i++)r[i-1]=arguments[i];return $n(t,e,r)}}function eo(t){return function(){for(var e=arguments.length,n=new Array(e),r=0;r<e;r++)n[r]=arguments[r];return ti(t,n)}}function le(t,e){let n=arguments.length>2&&arguments[2]!==void 0?arguments[2]:Rt;if(Ps&&Ps(t,null),!Yt(e))return t;let r=e.length;for(;r--;){let i=e[r];if(typeof i=="string"){let s=n(i);s!==i&&(Wc(e)||(e[r]=s),i=s)}t[i]=!0}return t}function td(t){for(let e=0;e<t.length;e++)Re(t,e)||(t[e]=null);return t}function Dn(t){let e=wt(null);for(let r of Xs(t)){var n=Hc(r,2);let i=n[0],s=n[1];Re(t,i)&&(Yt(s)?e[i]=td(s):s&&typeof s=="object"&&s.constructor===Object?e[i]=Dn(s):e[i]=s)}return e}function un(t){let e=wt(null),n=qc(t),r=n.length;for(;r--;)e[n[r]]=t[n[r]];return e}function nd(t){switch(typeof t){case"string":return t;case"number":return Jc(t);case"boolean":return Qc(t);case"bigint":return Bs?Bs(t):"0";case"symbol":return Us?Us(t):"Symbol()";case"undefined":return dn(t);case"function":case"object":{if(t===null)return dn(t);let e=t,n=Ge(e,"toString");if(typeof n=="function"){let r=n(e);return typeof r=="string"?r:dn(r)}return dn(t)}default:return dn(t)}}function Ge(t,e){for(;t!==null;){let r=Js(t,e);if(r){if(r.get)return we(r.get);if(typeof r.value=="function")return we(r.value)}t=Vs(t)}function n(){return null}return n}function rd(t,e){for(;t!==null;){let n=Js(t,e);if(n)return n.get?we(n.get):null;t=Vs(t)}return null}function id(t){if(!t)return!1;try{return ke(t,""),!0}catch{return!1}}var Fs=Se(["a","abbr","acronym","address","area","article","aside","audio","b","bdi","bdo","big","blink","blockquote","body","br","button","canvas","caption","center","cite","code","col","colgroup","content","data","datalist","dd","decorator","del","details","dfn","dialog","dir","div","dl","dt","element","em","fieldset","figcaption","figure","font","footer","form","h1","h2","h3","h4","h5","h6","head","header","hgroup","hr","html","i","img","input","ins","kbd","label","legend","li","main","map","mark","marquee","menu","menuitem","meter","nav","nobr","ol","optgroup","option","output","p","picture","pre","progress","q","rp","rt","ruby","s","samp","search","section","select","shadow","slot","small","source","spacer","span","strike","strong","style","sub","summary","sup","table","tbody","td","template","textarea","tfoot","th","thead","time","tr","track","tt","u","ul","var","video","wbr"]),Yr=Se(["svg","a","altglyph","altglyphdef","altglyphitem","animatecolor","animatemotion","animatetransform","circle","clippath","defs","desc","ellipse","filter","font","g","glyph","glyphref","hkern","image","line","lineargradient","marker","mask","metadata","mpath","path","pattern","polygon","polyline","radialgradient","rect","stop","style","switch","symbol","text","textpath","title","tref","tspan","view","vkern"]),Xr=Se(["feBlend","feColorMatrix","feComponentTransfer","feComposite","feConvolveMatrix","feDiffuseLighting","feDisplacementMap","feDistantLight","feDropShadow","feFlood","feFuncA","feFuncB","feFuncG","feFuncR","feGaussianBlur","feImage","feMerge","feMergeNode","feMorphology","feOffset","fePointLight","feSpecularLighting","feSpotLight","feTile","feTurbulence"]),sd=Se(["animate","color-profile","cursor","discard","font-face","font-face-format","font-face-name","font-face-src","font-face-uri","foreignobject","hatch","hatchpath","mesh","meshgradient","meshpatch","meshrow","missing-glyph","script","set","solidcolor","unknown","use"]),Vr=Se(["math","menclose","merror","mfenced","mfrac","mglyph","mi","mlabeledtr","mmultiscripts","mn","mo","mover","mpadded","mphantom","mroot","mrow","ms","mspace","msqrt","mstyle","msub","msup","msubsup","mtable","mtd","mtext","mtr","munder","munderover","mprescripts"]),od=Se(["maction","maligngroup","malignmark","mlongdiv","mscarries","mscarry","msgroup","mstack","msline","msrow","semantics","annotation","annotation-xml","mprescripts","none"]),Hs=Se(["#text"]),Gs=Se(["accept","action","align","alt","autocapitalize","autocomplete","autopictureinpicture","autoplay","background","bgcolor","border","capture","cellpadding","cellspacing","checked","cite","class","clear","color","cols","colspan","command","commandfor","controls","controlslist","coords","crossorigin","datetime","decoding","default","dir","disabled","disablepictureinpicture","disableremoteplayback","download","draggable","enctype","enterkeyhint","exportparts","face","for","headers","height","hidden","high","href","hreflang","id","inert","inputmode","integrity","ismap","kind","label","lang","list","loading","loop","low","max","maxlength","media","method","min","minlength","multiple","muted","name","nonce","noshade","novalidate","nowrap","open","optimum","part","pattern","placeholder","playsinline","popover","popovertarget","popovertargetaction","poster","preload","pubdate","radiogroup","readonly","rel","required","rev","reversed","role","rows","rowspan","spellcheck","scope","selected","shape","size","sizes","slot","span","srclang","start","src","srcset","step","style","summary","tabindex","title","translate","type","usemap","valign","value","width","wrap","xmlns"]),Jr=Se(["accent-height","accumulate","additive","alignment-baseline","amplitude","ascent","attributename","attributetype","azimuth","basefrequency","baseline-shift","begin","bias","by","class","clip","clippathunits","clip-path","clip-rule","color","color-interpolation","color-interpolation-filters","color-profile","color-rendering","cx","cy","d","dx","dy","diffuseconstant","direction","display","divisor","dominant-baseline","dur","edgemode","elevation","end","exponent","fill","fill-opacity","fill-rule","filter","filterunits","flood-color","flood-opacity","font-family","font-size","font-size-adjust","font-stretch","font-style","font-variant","font-weight","fx","fy","g1","g2","glyph-name","glyphref","gradientunits","gradienttransform","height","href","id","image-rendering","in","in2","intercept","k","k1","k2","k3","k4","kerning","keypoints","keysplines","keytimes","lang","lengthadjust","letter-spacing","kernelmatrix","kernelunitlength","lighting-color","local","marker-end","marker-mid","marker-start","markerheight","markerunits","markerwidth","maskcontentunits","maskunits","max","mask","mask-type","media","method","mode","min","name","numoctaves","offset","operator","opacity","order","orient","orientation","origin","overflow","paint-order","path","pathlength","patterncontentunits","patterntransform","patternunits","pointer-events","points","preservealpha","preserveaspectratio","primitiveunits","r","rx","ry","radius","refx","refy","repeatcount","repeatdur","restart","result","rotate","scale","seed","shape-rendering","slope","specularconstant","specularexponent","spreadmethod","startoffset","stddeviation","stitchtiles","stop-color","stop-opacity","stroke-dasharray","stroke-dashoffset","stroke-linecap","stroke-linejoin","stroke-miterlimit","stroke-opacity","stroke","stroke-width","style","surfacescale","systemlanguage","tabindex","tablevalues","targetx","targety","transform","transform-origin","text-anchor","text-decoration","text-orientation","text-rendering","textlength","type","u1","u2","unicode","values","vector-effect","viewbox","visibility","version","vert-adv-y","vert-origin-x","vert-origin-y","width","word-spacing","wrap","writing-mode","xchannelselector","ychannelselector","x","x1","x2","xmlns","y","y1","y2","z","zoomandpan"]),qs=Se(["accent","accentunder","align","bevelled","close","columnalign","columnlines","columnspacing","columnspan","denomalign","depth","dir","display","displaystyle","encoding","fence","frame","height","href","id","largeop","length","linethickness","lquote","lspace","mathbackground","mathcolor","mathsize","mathvariant","maxsize","minsize","movablelimits","notation","numalign","open","rowalign","rowlines","rowspacing","rowspan","rspace","rquote","scriptlevel","scriptminsize","scriptsizemultiplier","selection","separator","separators","stretchy","subscriptshift","supscriptshift","symmetric","voffset","width","xmlns"]),Mn=Se(["xlink:href","xml:id","xlink:title","xml:space","xmlns:xlink"]),ad=_e(/{{[\w\W]*|^[\w\W]*}}/g),ld=_e(/<%[\w\W]*|^[\w\W]*%>/g),cd=_e(/\${[\w\W]*/g),dd=_e(/{{|}}|\${|<%|%>|&lt;%|%&gt;/),ud=_e(/^data-[\-\w.\u00B7-\uFFFF]+$/),pd=_e(/^aria-[\-\w]+$/),Ws=_e(/^(?:(?:(?:f|ht)tps?|mailto|tel|callto|sms|cid|xmpp|matrix):|[^a-z]|[a-z+.\-]+(?:[^a-z+.\-:]|$))/i),fd=_e(/^(?:\w+script|data):/i),hd=_e(/[\u0000-\u0020\u00A0\u1680\u180E\u2000-\u2029\u205F\u3000]/g),gd=_e(/^html$/i),wd=_e(/^[a-z][.\w]*(-[.\w]+)+$/i),Qr=_e(/<[/\w!]/g),Ks=_e(/<[/\w]/g),md=_e(/<\/no(script|embed|frames)/i),Zs=_e(/\/>/i),bd=_e(/((--!?|])>)|<\/(style|script|title|xmp|textarea|noscript|iframe|noembed|noframes)/i),xd=_e(/^[\r\n\t ]+/),ye={element:1,text:3,processingInstruction:7,comment:8,document:9,documentFragment:11},yd=Se(le({},["style","script","xmp","iframe","noembed","noframes","plaintext","noscript"])),jd=function(){return typeof window>"u"?null:window},_d=function(e,n){if(typeof e!="object"||typeof e.createPolicy!="function")return null;let r=null,i="data-tt-policy-suffix";n&&n.hasAttribute(i)&&(r=n.getAttribute(i));let s="dompurify"+(r?"#"+r:"");try{return e.createPolicy(s,{createHTML(o){return o},createScriptURL(o){return o}})}catch{return console.warn("TrustedTypes policy "+s+" could not be created."),null}},Ys=function(){return{afterSanitizeAttributes:[],afterSanitizeElements:[],afterSanitizeShadowDOM:[],beforeSanitizeAttributes:[],beforeSanitizeElements:[],beforeSanitizeShadowDOM:[],uponSanitizeAttribute:[],uponSanitizeElement:[],uponSanitizeShadowNode:[]}},gt=function(e,n,r,i){return Re(e,n)&&Yt(e[n])?le(i.base?un(i.base):{},e[n],i.transform):r},ei=function(e,n,r){let i=Re(e,n)?e[n]:void 0;return i&&typeof i=="object"?Dn(i):r};function to(){let t=arguments.length>0&&arguments[0]!==void 0?arguments[0]:jd(),e=R=>to(R);if(e.version="3.4.18",e.removed=[],!t||!t.document||t.document.nodeType!==ye.document||!t.Element)return e.isSupported=!1,e;let n=t.document,r=n,i=r.currentScript,s=t.HTMLTemplateElement,o=t.Node,a=t.Element,l=t.NodeFilter,d=t.DOMParser,u=t.trustedTypes,w=a.prototype,f=Ge(w,"cloneNode"),y=Ge(w,"remove"),h=Ge(w,"removeAttributeNode"),_=Ge(w,"nextSibling"),j=Ge(w,"childNodes"),S=Ge(w,"parentNode"),B=Ge(w,"shadowRoot"),C=Ge(w,"attributes"),$=o&&o.prototype?Ge(o.prototype,"nodeType"):null,O=o&&o.prototype?Ge(o.prototype,"nodeName"):null,W=o&&o.prototype?Ge(o.prototype,"ownerDocument"):null,G=function(c){return $?$(c):c.nodeType},D=function(c){return O?O(c):c.nodeName},U=rd(w,"namespaceURI"),V=function(c){return U?U(c):c.namespaceURI};if(typeof s=="function"){let R=n.createElement("template");R.content&&R.content.ownerDocument&&(n=R.content.ownerDocument)}let L,k="",P,x=!1,E=0,b=function(){if(E>0)throw at('A configured TRUSTED_TYPES_POLICY callback (createHTML or createScriptURL) must not call DOMPurify.sanitize, as that causes infinite recursion. Do not pass a policy whose callbacks wrap DOMPurify as TRUSTED_TYPES_POLICY; see the "DOMPurify and Trusted Types" section of the README.')},A=function(c){b(),E++;try{return L.createHTML(c)}finally{E--}},F=function(c){return L&&N?A(c):c},Y=function(c){b(),E++;try{return L.createScriptURL(c)}finally{E--}},ie=function(){return x||(P=_d(u,i),x=!0),P},oe=n,de=oe.implementation,Le=oe.createNodeIterator,Ae=oe.createDocumentFragment,me=oe.getElementsByTagName,ct=r.importNode,pe=Ys();e.isSupported=typeof Xs=="function"&&typeof S=="function"&&de&&de.createHTMLDocument!==void 0;let _t=ad,dt=ld,zt=cd,vt=ud,Bt=pd,Be=fd,Et=hd,Ce=wd,Ut=Ws,ce=null,J=le({},[...Fs,...Yr,...Xr,...Vr,...Hs]),fe=null,ge=le({},[...Gs,...Jr,...qs,...Mn]),re=null,Ne=null,Ue=null,Ie=Object.seal(wt(null,{tagCheck:{writable:!0,configurable:!1,enumerable:!0,value:null},attributeCheck:{writable:!0,configurable:!1,enumerable:!0,value:null}})),ut=!0,H=!0,K=!1,X=!0,ne=!1,ue=!0,be=!1,kt=!1,Fe=null,rt=null,Ve=!1,it=!1,g=!1,N=!1,z=!0,ee=!1,ae="user-content-",je=!0,He=!1,Me=null,De=!1,Je=null,sn=le({},["annotation-xml","audio","colgroup","desc","foreignobject","head","iframe","math","mi","mn","mo","ms","mtext","noembed","noframes","noscript","plaintext","script","selectedcontent","style","svg","template","thead","title","video","xmp"]),St=null,At=le({},["audio","video","img","source","image","track"]),br=null,Tt=le({},["alt","class","for","id","label","name","pattern","placeholder","role","summary","title","value","style","xmlns"]),pt="http://www.w3.org/1998/Math/MathML",Ft="http://www.w3.org/2000/svg",Qe="http://www.w3.org/1999/xhtml",Ht=Qe,xr=!1,Ji=null,Ol=le({},[pt,Ft,Qe],Kr),Ll=Se(le({},["mi","mo","mn","ms","mtext"])),yr=null,Cl=Se(le({},["annotation-xml"])),jr=null,Il=Se(wt(null)),Ml=le({},["title","style","font","a","script"]),on=null,$l=["application/xhtml+xml","text/html"],Dl="text/html",xe=null,An=null,Pl=n.createElement("form"),Qi=function(c){return c instanceof RegExp||c instanceof Function},_r=function(){let c=arguments.length>0&&arguments[0]!==void 0?arguments[0]:{};(!c||typeof c!="object")&&(c={}),c=Dn(c),on=$l.indexOf(c.PARSER_MEDIA_TYPE)===-1?Dl:c.PARSER_MEDIA_TYPE,xe=on==="application/xhtml+xml"?Kr:Rt,ce=gt(c,"ALLOWED_TAGS",J,{transform:xe}),fe=gt(c,"ALLOWED_ATTR",ge,{transform:xe}),Ji=gt(c,"ALLOWED_NAMESPACES",Ol,{transform:Kr}),br=gt(c,"ADD_URI_SAFE_ATTR",Tt,{transform:xe,base:Tt}),St=gt(c,"ADD_DATA_URI_TAGS",At,{transform:xe,base:At}),Je=gt(c,"FORBID_CONTENTS",sn,{transform:xe}),Ne=gt(c,"FORBID_TAGS",wt(null),{transform:xe}),Ue=gt(c,"FORBID_ATTR",wt(null),{transform:xe}),De=Re(c,"USE_PROFILES")?c.USE_PROFILES&&typeof c.USE_PROFILES=="object"?Dn(c.USE_PROFILES):c.USE_PROFILES:!1,ut=c.ALLOW_ARIA_ATTR!==!1,H=c.ALLOW_DATA_ATTR!==!1,K=c.ALLOW_UNKNOWN_PROTOCOLS||!1,X=c.ALLOW_SELF_CLOSE_IN_ATTR!==!1,ne=c.SAFE_FOR_TEMPLATES||!1,ue=c.SAFE_FOR_XML!==!1,be=c.WHOLE_DOCUMENT||!1,it=c.RETURN_DOM||!1,g=c.RETURN_DOM_FRAGMENT||!1,N=c.RETURN_TRUSTED_TYPE||!1,Ve=c.FORCE_BODY||!1,z=c.SANITIZE_DOM!==!1,ee=c.SANITIZE_NAMED_PROPS||!1,je=c.KEEP_CONTENT!==!1,He=c.IN_PLACE||!1,Ut=id(c.ALLOWED_URI_REGEXP)?c.ALLOWED_URI_REGEXP:Ws,Ht=typeof c.NAMESPACE=="string"?c.NAMESPACE:Qe,yr=ei(c,"MATHML_TEXT_INTEGRATION_POINTS",Ll),jr=ei(c,"HTML_INTEGRATION_POINTS",Cl);let m=ei(c,"CUSTOM_ELEMENT_HANDLING",Il);if(re=wt(null),Re(m,"tagNameCheck")&&Qi(m.tagNameCheck)&&(re.tagNameCheck=m.tagNameCheck),Re(m,"attributeNameCheck")&&Qi(m.attributeNameCheck)&&(re.attributeNameCheck=m.attributeNameCheck),Re(m,"allowCustomizedBuiltInElements")&&typeof m.allowCustomizedBuiltInElements=="boolean"&&(re.allowCustomizedBuiltInElements=m.allowCustomizedBuiltInElements),_e(re),ne&&(H=!1),g&&(it=!0),De&&((Re(c,"ALLOWED_TAGS")||Re(c,"ALLOWED_ATTR"))&&typeof console<"u"&&typeof console.warn=="function"&&console.warn("DOMPurify: USE_PROFILES overrides ALLOWED_TAGS and ALLOWED_ATTR. Do not use these options together."),ce=le({},Hs),fe=wt(null),De.html===!0&&(le(ce,Fs),le(fe,Gs)),De.svg===!0&&(le(ce,Yr),le(fe,Jr),le(fe,Mn)),De.svgFilters===!0&&(le(ce,Xr),le(fe,Jr),le(fe,Mn)),De.mathMl===!0&&(le(ce,Vr),le(fe,qs),le(fe,Mn))),Ie.tagCheck=null,Ie.attributeCheck=null,Re(c,"ADD_TAGS")&&(typeof c.ADD_TAGS=="function"?Ie.tagCheck=c.ADD_TAGS:Yt(c.ADD_TAGS)&&(ce===J&&(ce=un(ce)),le(ce,c.ADD_TAGS,xe))),Re(c,"ADD_ATTR")&&(typeof c.ADD_ATTR=="function"?Ie.attributeCheck=c.ADD_ATTR:Yt(c.ADD_ATTR)&&(fe===ge&&(fe=un(fe)),le(fe,c.ADD_ATTR,xe))),Re(c,"ADD_FORBID_CONTENTS")&&Yt(c.ADD_FORBID_CONTENTS)&&(Je===sn&&(Je=un(Je)),le(Je,c.ADD_FORBID_CONTENTS,xe)),je&&(ce["#text"]=!0),be&&le(ce,["html","head","body"]),ce.table&&(ce.tbody=!0,delete Ne.tbody),c.TRUSTED_TYPES_POLICY){if(typeof c.TRUSTED_TYPES_POLICY.createHTML!="function")throw at('TRUSTED_TYPES_POLICY configuration option must provide a "createHTML" hook.');if(typeof c.TRUSTED_TYPES_POLICY.createScriptURL!="function")throw at('TRUSTED_TYPES_POLICY configuration option must provide a "createScriptURL" hook.');let T=L;L=c.TRUSTED_TYPES_POLICY;try{k=A("")}catch(I){throw L=T,I}}else c.TRUSTED_TYPES_POLICY===null?(L=void 0,k=""):(L===void 0&&(L=ie()),L&&typeof k=="string"&&(k=A("")));An=Se(c)},es=le({},[...Yr,...Xr,...sd]),ts=le({},[...Vr,...od]),zl=function(c,m,T){return m===Qe?c==="svg":m===pt?c==="svg"&&(T==="annotation-xml"||yr[T]):!!es[c]},Bl=function(c,m,T){return m===Qe?c==="math":m===Ft?c==="math"&&jr[T]:!!ts[c]},Ul=function(c,m,T){return m===Ft&&!jr[T]||m===pt&&!yr[T]?!1:!ts[c]&&(Ml[c]||!es[c])},Fl=function(c){let m=V(c),T=Rt(D(c)),I=S(c),Z=Ht,Q="template";return I&&G(I)===ye.element&&(Z=V(I),Q=Rt(D(I))),Ji[m]?m===Ft?zl(T,Z,Q):m===pt?Bl(T,Z,Q):m===Qe?Ul(T,Z,Q):on==="application/xhtml+xml":!1},ft=function(c){ln(e.removed,{element:c});try{S(c).removeChild(c)}catch{if(y(c),!S(c))throw at("a node selected for removal could not be detached from its tree and cannot be safely returned; refusing to sanitize in place")}},ns=function(c,m,T){try{h(c,m)}catch{try{c.removeAttribute(T)}catch{}}},vr=function(c){Sr(c);let m=j(c);m&&ot(Zc(m),T=>{try{y(T)}catch{}}),G(c)===ye.element&&Er(c,!1)},Gt=function(c,m,T){if(!T)try{T=m.getAttributeNode(c)}catch{T=null}if(ln(e.removed,{attribute:T||null,from:m}),T)ns(m,T,c);else try{m.removeAttribute(c)}catch{}if(c==="is")if(it||g)try{ft(m)}catch{}else try{m.setAttribute(c,"")}catch{}},Er=function(c,m){let T=C(c);if(T)for(let I=T.length-1;I>=0;--I){let Z=T[I],Q=Z&&Z.name;typeof Q=="string"&&!(m&&fe[xe(Q)])&&ns(c,Z,Q)}},kr=function(c,m){let T=arguments.length>2&&arguments[2]!==void 0?arguments[2]:!1,I=[c];for(;I.length>0;){let Z=I.pop();if(m(Z)===!1)continue;if(T&&G(Z)===ye.element){let se=B(Z);qt(se)&&I.push(se)}let Q=j(Z);if(Q)for(let se=Q.length-1;se>=0;--se)I.push(Q[se])}},Sr=function(c){kr(c,m=>{G(m)===ye.element&&Er(m,!0)})},Ar=function(c){let m=[];return kr(c,T=>{m.push(T)},!0),m},Hl=function(c,m){let T=qr();ot(Ar(c),I=>{G(I)===ye.element&&Wr(T,I)}),ot(m,I=>{G(I)===ye.element&&!cn(T,I)&&Er(I,!0)})},rs=function(c,m){let T=!1;return ot(e.removed,I=>{I.element&&(T=T||I.element===c,Sr(I.element))}),Hl(c,m),T},Gl=8,ql=function(c,m){let T=Me,I=null,Z=()=>(I||(I=qr(),ot(m,Q=>{Wr(I,Q)})),I);for(let Q=0;;Q++){let se=Ar(c),ve=[c],st=!1;if(ot(se,We=>{G(We)===ye.documentFragment?ln(ve,We):!st&&!cn(T,We)&&(st=cn(Z(),We))}),!st)return;if(Q>=Gl)throw at("the tree kept changing during in-place sanitization; refusing to return it");ot(ve,(We,Pe)=>{Wl(We,Pe>0,c,Z())})}},Wl=function(c,m,T,I){let Z=Tn(c),Q;for(;Q=Z.nextNode();)!cn(I,Q)||cn(Me,Q)||(m&&qe(pe.uponSanitizeShadowNode,Q,null),Or(Q,T))},Kl=function(c){Me&&Wr(Me,c)},is=function(c,m){return ue?c==="patchsrc"?!0:c==="for"&&m!=="label"&&m!=="output":!1},Zl=function(c){ue&&kr(c,m=>{let T=G(m);if(T===ye.processingInstruction||T===ye.comment&&ke(Ks,m.data)){try{y(m)}catch{}return!1}if(T===ye.element){let I=m,Z=xe(D(m));try{I.hasAttribute&&I.hasAttribute("patchsrc")&&I.removeAttribute("patchsrc"),I.hasAttribute&&I.hasAttribute("for")&&is("for",Z)&&I.removeAttribute("for")}catch{}}return!0})},ss=function(c){let m=null,T=null;if(Ve)c="<remove></remove>"+c;else{let Q=Xc(c,xd);T=Q&&Q[0]}on==="application/xhtml+xml"&&Ht===Qe&&(c='<html xmlns="http://www.w3.org/1999/xhtml"><head></head><body>'+c+"</body></html>");let I=L?A(c):c;if(Ht===Qe)try{m=new d().parseFromString(I,on)}catch{}if(!m||!m.documentElement){m=de.createDocument(Ht,"template",null);try{m.documentElement.innerHTML=xr?k:I}catch{}}let Z=m.body||m.documentElement;return c&&T&&Z.insertBefore(n.createTextNode(T),Z.childNodes[0]||null),Ht===Qe?me.call(m,be?"html":"body")[0]:be?m.documentElement:Z},Tn=function(c){let m=arguments.length>1&&arguments[1]!==void 0?arguments[1]:!1,T=W?W(c):c.ownerDocument;return Le.call(T||c,c,(m?0:l.SHOW_ELEMENT)|l.SHOW_COMMENT|l.SHOW_TEXT|l.SHOW_PROCESSING_INSTRUCTION|l.SHOW_CDATA_SECTION,null)},Tr=function(c){return c=In(c,_t," "),c=In(c,dt," "),c=In(c,zt," "),c},Nr=function(c){var m;Rr(c);let T=(m=c.querySelectorAll)===null||m===void 0?void 0:m.call(c,"template");T&&ot(T,I=>{qt(I.content)&&Nr(I.content)})},Rr=function(c){c.normalize();let m=Tn(c,!0),T=m.nextNode();for(;T;)T.data=Tr(T.data),T=m.nextNode()},Nn=function(c){let m=O?O(c):null;return typeof m!="string"||xe(m)!=="form"?!1:typeof c.nodeName!="string"||typeof c.textContent!="string"||typeof c.removeChild!="function"||c.attributes!==C(c)||typeof c.removeAttribute!="function"||typeof c.removeAttributeNode!="function"||typeof c.getAttributeNode!="function"||typeof c.setAttribute!="function"||typeof c.namespaceURI!="string"||typeof c.insertBefore!="function"||typeof c.hasChildNodes!="function"||c.nodeType!==$(c)||c.childNodes!==j(c)},os=function(c){if(!$||typeof c!="object"||c===null)return null;try{let m=$(c);return typeof m=="number"?m:null}catch{return null}},qt=function(c){return os(c)===ye.documentFragment},an=function(c){return os(c)!==null};function qe(R,c,m){R.length!==0&&ot(R,T=>{T.call(e,c,m,An)})}let Yl=function(c,m,T){return!!(ue&&T===ye.element&&c.hasChildNodes()&&!an(c.firstElementChild)&&ke(Qr,c.textContent)&&ke(Qr,c.innerHTML)||ue&&yd[m]&&T===ye.element&&V(c)===Qe&&(an(c.firstElementChild)||typeof c.textContent=="string"&&ke(Qr,c.textContent))||T===ye.processingInstruction||ue&&T===ye.comment&&ke(Ks,c.data))},Rn=function(c,m){if(c instanceof RegExp)return ke(c,m);if(c instanceof Function){for(var T=arguments.length,I=new Array(T>2?T-2:0),Z=2;Z<T;Z++)I[Z-2]=arguments[Z];return!!c(m,...I)}return!1},Xl=function(c,m,T){if(!Ne[m]&&cs(m)&&Rn(re.tagNameCheck,m))return!1;if(je&&!Je[m]&&!Je[Rt(m)]){let I=S(c),Z=j(c);if(Z&&I){let Q=Z.length;for(let se=Q-1;se>=0;--se){let ve=c===T?f(Z[se],!0):Z[se];I.insertBefore(ve,_(c))}}}return ft(c),!0},as=function(c,m,T,I){return c.length===0?m:m===T||m===I?un(m):m},Wt=function(c,m){return c===m||S(c)!==null?!1:(He&&Sr(c),!0)},Vl=function(c,m){if(Kl(c),qe(pe.beforeSanitizeElements,c,null),Wt(c,m))return!0;if(Nn(c))return ft(c),!0;let T=xe(D(c)),I=G(c);if(ce=as(pe.uponSanitizeElement,ce,J,Fe),qe(pe.uponSanitizeElement,c,{tagName:T,allowedTags:ce}),Wt(c,m))return!0;if(Yl(c,T,I))return ft(c),!0;if(Ne[T]||!(Ie.tagCheck instanceof Function&&Ie.tagCheck(T))&&!ce[T]){let Z=Xl(c,T,m);return Z===!1&&(qe(pe.afterSanitizeElements,c,null),Wt(c,m))?!0:Z}if(I===ye.element&&!Fl(c)||(T==="noscript"||T==="noembed"||T==="noframes")&&ke(md,c.innerHTML))return ft(c),!0;if(ne&&I===ye.text){let Z=c.textContent,Q=Tr(Z);Z!==Q&&(ln(e.removed,{element:c.cloneNode()}),c.textContent=Q)}return qe(pe.afterSanitizeElements,c,null),Wt(c,m)},ls=function(c,m,T){if(Ue[m]||is(m,c)||z&&(m==="id"||m==="name")&&(T in n||T in Pl))return!1;let I=fe[m]||Ie.attributeCheck instanceof Function&&Ie.attributeCheck(m,c);if(H&&ke(vt,m)||ut&&ke(Bt,m))return!0;if(!I)return cs(c)&&Rn(re.tagNameCheck,c)&&Rn(re.attributeNameCheck,m,c)||m==="is"&&re.allowCustomizedBuiltInElements&&Rn(re.tagNameCheck,T);if(br[m])return!0;let Z=In(T,Et,"");return ke(Ut,Z)||(m==="src"||m==="xlink:href"||m==="href")&&c!=="script"&&Zr(T,"data:")===0&&St[c]||K&&!ke(Be,Z)?!0:!T},Jl=le({},["annotation-xml","color-profile","font-face","font-face-format","font-face-name","font-face-src","font-face-uri","missing-glyph"]),cs=function(c){return!Jl[Rt(c)]&&ke(Ce,c)},Ql=function(c,m,T,I){if(L&&typeof u=="object"&&typeof u.getAttributeType=="function"&&!T)switch(u.getAttributeType(c,m)){case"TrustedHTML":return A(I);case"TrustedScriptURL":return Y(I)}return I},ec=function(c,m,T,I){try{return T?c.setAttributeNS(T,m,I):c.setAttribute(m,I),Nn(c)?(ft(c),!1):!0}catch{return Gt(m,c),!1}},ds=function(c,m){return ue&&ke(bd,m)?!0:Rt(c)==="attributename"&&Zr(m,"href")!==-1},tc=function(c,m){if(qe(pe.beforeSanitizeAttributes,c,null),Wt(c,m))return;let T=c.attributes;if(!T||Nn(c))return;fe=as(pe.uponSanitizeAttribute,fe,ge,rt);let I={attrName:"",attrValue:"",keepAttr:!0,allowedAttributes:fe,forceKeepAttr:void 0},Z=T.length,Q=xe(D(c));for(;Z--;){let se=T[Z],ve=se.name,st=se.namespaceURI,We=se.value,Pe=xe(ve),et=We,Te=ve==="value"?et:Vc(et),us=!1;if(I.attrName=Pe,I.attrValue=Te,I.keepAttr=!0,I.forceKeepAttr=void 0,qe(pe.uponSanitizeAttribute,c,I),Te=I.attrValue,ee&&(Pe==="id"||Pe==="name")&&Zr(Te,ae)!==0&&(Gt(ve,c,se),Te=ae+Te,us=!0),ds(ve,Te)){Gt(ve,c,se);continue}if(!I.forceKeepAttr){if(!I.keepAttr){Gt(ve,c,se);continue}if(!X&&ke(Zs,Te)){Gt(ve,c,se);continue}if(ne&&(Te=Tr(Te)),!ls(Q,Pe,Te)){Gt(ve,c,se);continue}Te=Ql(Q,Pe,st,Te),Te!==et&&ec(c,ve,st,Te)&&us&&zs(e.removed)}}qe(pe.afterSanitizeAttributes,c,null),Wt(c,m)},Or=function(c,m){Vl(c,m),tc(c,m),qt(c.content)&&Lr(c.content)},Lr=function(c){let m=null,T=Tn(c);for(qe(pe.beforeSanitizeShadowDOM,c,null);m=T.nextNode();)if(qe(pe.uponSanitizeShadowNode,m,null),Or(m,c),G(m)===ye.element){let I=B(m);qt(I)&&(Cr(I),Lr(I))}ne&&Rr(c),qe(pe.afterSanitizeShadowDOM,c,null)},Cr=function(c){let m=[{node:c,shadow:null}];for(;m.length>0;){let T=m.pop();if(T.shadow){Lr(T.shadow);continue}let I=T.node,Z=G(I)===ye.element,Q=j(I);if(Q)for(let se=Q.length-1;se>=0;--se)m.push({node:Q[se],shadow:null});if(Z){let se=O?O(I):null;if(typeof se=="string"&&xe(se)==="template"){let ve=I.content;qt(ve)&&m.push({node:ve,shadow:null})}}if(Z){let se=B(I);qt(se)&&m.push({node:null,shadow:se},{node:se,shadow:null})}}};return e.sanitize=function(R){let c=arguments.length>1&&arguments[1]!==void 0?arguments[1]:{},m=null,T=null,I=null,Z=null;if(xr=!R,xr&&(R="<!-->"),typeof R!="string"&&!an(R)&&(R=nd(R),typeof R!="string"))throw at("dirty is not a string, aborting");if(!e.isSupported)return R;kt?(ce=Fe,fe=rt):_r(c),e.removed=[];let Q=He&&typeof R!="string"&&an(R),se=[],ve=Me;if(Q){Zl(R);let et=D(R);if(typeof et=="string"){let Te=xe(et);if(!ce[Te]||Ne[Te])throw vr(R),at("root node is forbidden and cannot be sanitized in-place")}if(Nn(R))throw vr(R),at("root node is clobbered and cannot be sanitized in-place");se=Ar(R),Me=qr()}else if(an(R))m=ss("<!---->"),T=m.ownerDocument.importNode(R,!0),T.nodeType===ye.element&&T.nodeName==="BODY"||T.nodeName==="HTML"?m=T:m.appendChild(T),Cr(m);else{if(!it&&!ne&&!be&&R.indexOf("<")===-1)return F(R);if(m=ss(R),!m)return it?null:N?k:""}m&&Ve&&ft(m.firstChild);let st=Q?R:m;try{Q&&Cr(R);let et=Tn(st);for(;I=et.nextNode();)Or(I,st);Q&&ql(R,se)}catch(et){throw Q&&(vr(R),rs(R,se)),et}finally{Me=ve}if(Q){if(rs(R,se))throw at("a node selected for removal could not be safely returned; refusing to sanitize in place");return ne&&Nr(R),R}if(it){if(ne&&Nr(m),g)for(Z=Ae.call(m.ownerDocument);m.firstChild;)Z.appendChild(m.firstChild);else Z=m;return(fe.shadowroot||fe.shadowrootmode)&&(Z=ct.call(r,Z,!0)),Z}let We=()=>be?m.outerHTML:m.innerHTML,Pe=We();return ne&&ke(dd,Pe)&&(Rr(m),Pe=We()),be&&ce["!doctype"]&&m.ownerDocument&&m.ownerDocument.doctype&&m.ownerDocument.doctype.name&&ke(gd,m.ownerDocument.doctype.name)&&(Pe="<!DOCTYPE "+m.ownerDocument.doctype.name+`>
`+Pe),F(Pe)},e.setConfig=function(){let R=arguments.length>0&&arguments[0]!==void 0?arguments[0]:{};_r(R),kt=!0,Fe=ce,rt=fe},e.clearConfig=function(){An=null,kt=!1,Fe=null,rt=null,L=P,k=""},e.isValidAttribute=function(R,c,m){An||_r({});let T=xe(R),I=xe(c);return typeof m=="string"&&(ds(c,m)||!X&&ke(Zs,m))?!1:ls(T,I,m)},e.addHook=function(R,c){typeof c=="function"&&Re(pe,R)&&ln(pe[R],c)},e.removeHook=function(R,c){if(Re(pe,R)){if(c!==void 0){let m=Kc(pe[R],c);return m===-1?void 0:Yc(pe[R],m,1)[0]}return zs(pe[R])}},e.removeHooks=function(R){Re(pe,R)&&(pe[R]=[])},e.removeAllHooks=function(){pe=Ys()},e}var ni=to();v();function oi(){return{async:!1,breaks:!1,extensions:null,gfm:!0,hooks:null,pedantic:!1,renderer:null,silent:!1,tokenizer:null,walkTokens:null}}var Mt=oi();function fo(t){Mt=t}var Lt={exec:()=>null};function Ot(t){let e=[];return n=>{let r=Math.max(0,Math.min(3,n-1)),i=e[r];return i||(i=t(r),e[r]=i),i}}function te(t,e=""){let n=typeof t=="string"?t:t.source,r={replace:(i,s)=>{let o=typeof s=="string"?s:s.source;return o=o.replace(Ee.caret,"$1"),n=n.replace(i,o),r},getRegex:()=>new RegExp(n,e)};return r}var ho=((t="")=>{try{return!!new RegExp("(?<=1)(?<!1)"+t)}catch{return!1}})(),Ee={codeRemoveIndent:/^(?: {0,3}\t| {1,4})/gm,listInterruptsParagraph:/^ {0,3}(?:[*+-]|1[.)])[ \t]+[^ \t\n]/,outputLinkReplace:/\\([\[\]])/g,indentCodeCompensation:/^(\s+)(?:```)/,beginningSpace:/^\s+/,endingHash:/#$/,startingSpaceChar:/^ /,endingSpaceChar:/ $/,endingSpaceTabChar:/[ \t]$/,nonSpaceChar:/[^ ]/,newLineCharGlobal:/\n/g,tabCharGlobal:/\t/g,leadingSpaceTab:/^[ \t]+/,multipleSpaceGlobal:/\s+/g,blankLine:/^[ \t]*$/,doubleBlankLine:/\n[ \t]*\n[ \t]*$/,blockquoteStart:/^ {0,3}>/,blockquoteSetextReplace:/\n {0,3}((?:=+|-+)[ \t]*)(?=\n|$)/g,blockquoteSetextReplace2:/^ {0,3}>[ \t]?/gm,blockquoteMarkerWhitespace:/^( {0,3}>)(\t[ \t]*)/gm,nestedBlockMarker:/^ {0,3}(?:(?:[*+-]|\d{1,9}[.)])(?: |$)|> ?)/,listReplaceNesting:/^ {1,4}(?=( {4})*[^ ])/g,listIsTask:/^\[[ xX]\][ \t]+\S/,listReplaceTask:/^\[[ xX]\][ \t]+/,listTaskCheckbox:/\[[ xX]\]/,anyLine:/\n.*\n/,hrefBrackets:/^<(.*)>$/,tableDelimiter:/[:|]/,tableAlignChars:/^\||\| *$/g,tableRowBlankLine:/\n[ \t]*$/,tableAlignRight:/^ *-+: *$/,tableAlignCenter:/^ *:-+: *$/,tableAlignLeft:/^ *:-+ *$/,startATag:/^<a /i,endATag:/^<\/a>/i,startPreScriptTag:/^<(pre|code|kbd|script)(\s|>)/i,endPreScriptTag:/^<\/(pre|code|kbd|script)(\s|>)/i,startAngleBracket:/^</,endAngleBracket:/>$/,pedanticHrefTitle:/^([^'"]*[^\s])\s+(['"])(.*)\2/,unicodeAlphaNumeric:/[\p{L}\p{N}]/u,numericCharacterReference:/&#(?:(\d{1,7})|[Xx]([A-Fa-f0-9]{1,6}));/,numericCharacterReferenceOrAmpersand:/&#(?:(\d{1,7})|[Xx]([A-Fa-f0-9]{1,6}));|&(?!(#\d{1,7}|#[Xx][a-fA-F0-9]{1,6}|\w+);)/g,escapeTest:/[&<>"']/,escapeReplace:/[&<>"']/g,escapeTestNoEncode:/[<>"']|&(?!(#\d{1,7}|#[Xx][a-fA-F0-9]{1,6}|\w+);)/,escapeReplaceNoEncode:/[<>"']|&(?!(#\d{1,7}|#[Xx][a-fA-F0-9]{1,6}|\w+);)/g,caret:/(^|[^\[])\^/g,percentDecode:/%25/g,findPipe:/\|/g,splitPipe:/ \|/,slashPipe:/\\\|/g,carriageReturn:/\r\n|\r/g,spaceLine:/^ +$/gm,notSpaceStart:/^\S*/,endingNewline:/\n$/,listItemRegex:t=>new RegExp(`^( {0,3}${t})((?:[	 ][^\\n]*)?(?:\\n|$))`),nextBulletRegex:Ot(t=>new RegExp(`^ {0,${t}}(?:[*+-]|\\d{1,9}[.)])((?:[ 	][^\\n]*)?(?:\\n|$))`)),hrRegex:Ot(t=>new RegExp(`^ {0,${t}}((?:-[ 	]*){3,}|(?:_[ 	]*){3,}|(?:\\*[ 	]*){3,})(?:\\n+|$)`)),fencesBeginRegex:Ot(t=>new RegExp(`^ {0,${t}}(?:\`\`\`|~~~)`)),headingBeginRegex:Ot(t=>new RegExp(`^ {0,${t}}#{1,6}(?:\\s|$)`)),pedanticHeadingBeginRegex:Ot(t=>new RegExp(`^ {0,${t}}#`)),htmlBeginRegex:Ot(t=>new RegExp(`^ {0,${t}}(?:</?(?:${li})(?:[ \\t]+|$|/?>)|<(?:(?:script|pre|style|textarea)(?:[\\s>]|$)|!--)|<\\?|<![A-Za-z]|<!\\[CDATA\\[)`,"i")),blockquoteBeginRegex:Ot(t=>new RegExp(`^ {0,${t}}>`)),nestedContainerMarkers:/^(?: {0,3}(?:(?:[*+-]|\d{1,9}[.)])[ \t]+|>[ \t]?))+/},vd=/^(?:[ \t]*(?:\n|$))+/,Ed=/^((?: {4}| {0,3}\t)[^\n]+(?:\n(?:[ \t]*(?:\n|$))*)?)+/,kd=/^ {0,3}(`{3,}(?=[^`\n]*(?:\n|$))|~{3,})([^\n]*)(?:\n|$)(?:|([\s\S]*?)(?:\n|$))(?: {0,3}(?:(?=`)\1`*|(?=~)\1~*) *(?=\n|$)|$)/,hn=/^ {0,3}((?:-[\t ]*){3,}|(?:_[ \t]*){3,}|(?:\*[ \t]*){3,})(?:\n+|$)/,Sd=/^ {0,3}(#{1,6})(?=\s|$)(.*)(?:\n+|$)/,ai=/ {0,3}(?:[*+-]|\d{1,9}[.)])/,li="address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|meta|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul",gn=te(" {0,3}(?:</?(?:tag)(?:[ \\t]+|\\n|/?>)|<(?:(?:script|pre|style|textarea)(?:[\\s>]|$)|!--)|<\\?|<![A-Za-z]|<!\\[CDATA\\[)").replace("tag",li).getRegex(),go=/^(?!bull |blockCode|fences|blockquote|heading|html|table)((?:.|\n(?!\s*?\n|bull |fences|blockquote|heading|hr|html|table))+?)\n {0,3}(=+|-+)[ \t]*(?:\n+|$)/,wo=te(go).replace(/bull/g,ai).replace(/blockCode/g,/(?: {4}| {0,3}\t)/).replace(/fences/g,/ {0,3}(?:`{3,}|~{3,})/).replace(/blockquote/g,/ {0,3}>/).replace(/heading/g,/ {0,3}#{1,6}(?:\s|$)/).replace(/hr/g,/ {0,3}(?:(?:-[\t ]*){3,}|(?:_[ \t]*){3,}|(?:\*[ \t]*){3,})(?:\n+|$)/).replace(/\|table/g,"").replace(/html/g,gn).getRegex(),Ad=te(go).replace(/bull/g,ai).replace(/blockCode/g,/(?: {4}| {0,3}\t)/).replace(/fences/g,/ {0,3}(?:`{3,}|~{3,})/).replace(/blockquote/g,/ {0,3}>/).replace(/heading/g,/ {0,3}#{1,6}(?:\s|$)/).replace(/hr/g,/ {0,3}(?:(?:-[\t ]*){3,}|(?:_[ \t]*){3,}|(?:\*[ \t]*){3,})(?:\n+|$)/).replace(/table/g,/ {0,3}\|?(?:[:\- ]*\|)+[\:\- ]*\n/).replace(/html/g,gn).getRegex(),ci=/^([^\n]+(?:\n(?!hr|heading|lheading|blockquote|fences|list|html|table|[ \t]+\n)[^\n]+)*)/,Td=/^[^\n]+/,di=/(?!\s*\])(?:\\[\s\S]|[^\[\]\\\n]|\n(?![ \t]*\n))+/,Nd=te(/^ {0,3}\[(label)\]: *(?:\n[ \t]*)?([^<\s][^\s]*|<(?:\\.|[^\n<>\\])*>)(?:(?: +(?:\n[ \t]*)?| *\n[ \t]*)(title))? *(?:\n+|$)/).replace("label",di).replace("title",/(?:"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\\n]|\n(?!\n))*'|\((?:\\[\s\S]|[^()\\])*\))/).getRegex(),Rd=te(/^(bull)([ \t][^\n]*?)?(?:\n|$)/).replace(/bull/g,ai).getRegex(),ui=/<!--(?:-?>|[\s\S]*?(?:-->|$))/,Od=te("^ {0,3}(?:<(script|pre|style|textarea)[\\s>][\\s\\S]*?(?:</\\1>[^\\n]*\\n*|$)|comment[^\\n]*(\\n+|$)|<\\?[\\s\\S]*?(?:\\?>[^\\n]*\\n*|$)|<![A-Z][\\s\\S]*?(?:>[^\\n]*\\n*|$)|<!\\[CDATA\\[[\\s\\S]*?(?:\\]\\]>[^\\n]*\\n*|$)|</?(tag)(?:[ \\t]+|\\n|/?>|$)[\\s\\S]*?(?:(?:\\n[ 	]*)+\\n|$)|<(?!(?:script|pre|style|textarea)(?![a-z0-9-]))([a-z][a-z0-9-]*)(?:attribute)*?[ \\t]*/?>(?=[ \\t]*(?:\\n|$))[\\s\\S]*?(?:(?:\\n[ 	]*)+\\n|$)|</[a-z][a-z0-9-]*\\s*>(?=[ \\t]*(?:\\n|$))[\\s\\S]*?(?:(?:\\n[ 	]*)+\\n|$))","i").replace("comment",ui).replace("tag",li).replace("attribute",/[ \t]+[a-zA-Z:_][\w.:-]*(?:[ \t]*=[ \t]*"[^"\n]*"|[ \t]*=[ \t]*'[^'\n]*'|[ \t]*=[ \t]*[^\s"'=<>`]+)?/).getRegex(),mo=t=>te(ci).replace("hr",hn).replace("heading"," {0,3}#{1,6}(?:\\s|$)").replace("|lheading","").replace("|table","").replace("blockquote"," {0,3}>").replace("fences"," {0,3}(?:`{3,}(?=[^`\\n]*(?:\\n|$))|~~~)[^\\n]*(?:\\n|$)").replace("list",t).replace("html",gn).getRegex(),Ld=mo(/ {0,3}(?:[*+-]|1[.)])[ \t]+[^ \t\n]/),Cd=mo(/ {0,3}(?:[*+-]|\d{1,9}[.)])(?:[ \t]|\n|$)/),Id=te(/^( {0,3}> ?(?:(?![ \t]*(?:\n|$))(paragraph)|[^\n]*)(?:\n|$))+/).replace("paragraph",Cd).getRegex(),pi={blockquote:Id,code:Ed,def:Nd,fences:kd,heading:Sd,hr:hn,html:Od,lheading:wo,list:Rd,newline:vd,paragraph:Ld,table:Lt,text:Td},no=te("^ *([^\\n ].*)\\n {0,3}((?:\\| *)?:?-+:? *(?:\\| *:?-+:? *)*(?:\\| *)?)(?:\\n((?:(?! *\\n|hr|heading|blockquote|code|fences|list|html).*(?:\\n|$))*)\\n*|$)").replace("hr",hn).replace("heading"," {0,3}#{1,6}(?:\\s|$)").replace("blockquote"," {0,3}>").replace("code","(?: {4}| {0,3}	)[^\\n]").replace("fences"," {0,3}(?:`{3,}(?=[^`\\n]*(?:\\n|$))|~~~)[^\\n]*(?:\\n|$)").replace("list"," {0,3}(?:[*+-]|1[.)])[ \\t]").replace("html",gn).getRegex(),Md={...pi,lheading:Ad,table:no,paragraph:te(ci).replace("hr",hn).replace("heading"," {0,3}#{1,6}(?:\\s|$)").replace("|lheading","").replace("table",no).replace("blockquote"," {0,3}>").replace("fences"," {0,3}(?:`{3,}(?=[^`\\n]*(?:\\n|$))|~~~)[^\\n]*(?:\\n|$)").replace("list"," {0,3}(?:[*+-]|1[.)])[ \\t]+[^ \\t\\n]").replace("html",gn).getRegex()},$d={...pi,html:te(`^ *(?:comment(?: *\\n|\\s*$)|<(tag)[\\s\\S]+?</\\1>(?: *\\n{2,}|\\s*$)|<tag(?:"[^"]*"|'[^']*'|\\s[^'"/>\\s]*)*?/?>(?: *\\n{2,}|\\s*$))`).replace("comment",ui).replace(/tag/g,"(?!(?:a|em|strong|small|s|cite|q|dfn|abbr|data|time|code|var|samp|kbd|sub|sup|i|b|u|mark|ruby|rt|rp|bdi|bdo|span|br|wbr|ins|del|img)\\b)\\w+(?!:|[^\\w\\s@]*@)\\b").getRegex(),def:/^ *\[([^\]]+)\]: *<?([^\s>]+)>?(?: +(["(][^\n]+[")]))? *(?:\n+|$)/,heading:/^(#{1,6})(.*)(?:\n+|$)/,fences:Lt,lheading:/^(.+?)\n {0,3}(=+|-+) *(?:\n+|$)/,paragraph:te(ci).replace("hr",hn).replace("heading",` *#{1,6} *[^
]`).replace("|table","").replace("blockquote"," {0,3}>").replace("|fences","").replace("|list","").replace("|html","").replace("|tag","").replace("lheading",wo).getRegex()},Dd=/^\\([!"#$%&'()*+,\-./:;<=>?@\[\]\\^_`{|}~])/,Pd=/^(`+)([^`]|[^`][\s\S]*?[^`])\1(?!`)/,bo=/^( {2,}|\\)\n(?!\s*$)[ \t]*/,zd=/^(`+|[^`])(?:(?= {2,}\n)|[\s\S]*?(?:(?=[\\<!\[`*_]|\b_|$)|[^ ](?= {2,}\n)))/,nt=/[\p{P}\p{S}]/u,Vt=/[\s\p{P}\p{S}]/u,wn=/[^\s\p{P}\p{S}]/u,Bd=te(/^((?![*_])punctSpace)/,"u").replace(/punctSpace/g,Vt).getRegex(),Ud=/[\p{Pi}\p{Ps}"']/u,xo=/(?!~)[\p{P}\p{S}]/u,Fd=/(?!~)[\s\p{P}\p{S}]/u,Hd=/(?:[^\s\p{P}\p{S}]|~)/u,Gd=te(/link|precode-code|html/,"g").replace("link",/\[(?:[^\[\]`]|(?<a>`+)[^`]+\k<a>(?!`))*?\]\((?:\\[\s\S]|[^\\\(\)]|\((?:\\[\s\S]|[^\\\(\)])*\))*\)/).replace("precode-",ho?"(?<!`)()":"(^^|[^`])").replace("code",/(?<b>`+)[^`]+\k<b>(?!`)/).replace("html",/<(?! )[^<>]*?>/).getRegex(),yo=/^(?:\*+(?:((?!\*)punct)|([^\s*]))?)|^_+(?:((?!_)punct)|([^\s_]))?/,qd=te(yo,"u").replace(/punct/g,nt).getRegex(),Wd=te(yo,"u").replace(/punct/g,xo).getRegex(),Kd=/^(?:\*+(?:((?!\*)(?!openQuote)punct)|([^\s*]))?)|^_+(?:((?!_)(?!openQuote)punct)|([^\s_]))?/,Zd=te(Kd,"u").replace(/openQuote/g,Ud).replace(/punct/g,nt).getRegex(),jo="^[^_*]*?__[^_*]*?\\*[^_*]*?(?=__)|[^*]+(?=[^*])|(?!\\*)punct(\\*+)(?=[\\s]|$)|notPunctSpace(\\*+)(?!\\*)(?=punctSpace|$)|(?!\\*)punctSpace(\\*+)(?=notPunctSpace)|[\\s](\\*+)(?!\\*)(?=punct)|(?!\\*)punct(\\*+)(?!\\*)(?=punct)|notPunctSpace(\\*+)(?=notPunctSpace)",Yd=te(jo,"gu").replace(/notPunctSpace/g,wn).replace(/punctSpace/g,Vt).replace(/punct/g,nt).getRegex(),Xd=te(jo,"gu").replace(/notPunctSpace/g,Hd).replace(/punctSpace/g,Fd).replace(/punct/g,xo).getRegex(),Vd="^[^_*]*?__[^_*]*?\\*[^_*]*?(?=__)|[^*]+(?=[^*])|(?!\\*)punct(\\*+)(?=[\\s]|$)|notPunctSpace(\\*+)(?!\\*)(?=punctSpace|$)|(?!\\*)[\\s](\\*+)(?=notPunctSpace)|[\\s](\\*+)(?!\\*)(?=punct)|(?!\\*)punct(\\*+)(?!\\*)(?=punct)|(?:(?!\\*)punct|notPunctSpace)(\\*+)(?!\\*)(?=notPunctSpace)",Jd=te(Vd,"gu").replace(/notPunctSpace/g,wn).replace(/punctSpace/g,Vt).replace(/punct/g,nt).getRegex(),Qd=te("^[^_*]*?\\*\\*[^_*]*?_[^_*]*?(?=\\*\\*)|[^_]+(?=[^_])|(?!_)punct(_+)(?=[\\s]|$)|notPunctSpace(_+)(?!_)(?=punctSpace|$)|(?!_)punctSpace(_+)(?=notPunctSpace)|[\\s](_+)(?!_)(?=punct)|(?!_)punct(_+)(?!_)(?=punct)","gu").replace(/notPunctSpace/g,wn).replace(/punctSpace/g,Vt).replace(/punct/g,nt).getRegex(),eu="^[^_*]*?\\*\\*[^_*]*?_[^_*]*?(?=\\*\\*)|[^_]+(?=[^_])|(?!_)punct(_+)(?=[\\s]|$)|notPunctSpace(_+)(?!_)(?=punctSpace|$)|(?!_)[\\s](_+)(?=notPunctSpace)|[\\s](_+)(?!_)(?=punct)|(?!_)punct(_+)(?!_)(?=punct)|(?:(?!_)punct|notPunctSpace)(_+)(?!_)(?=notPunctSpace)",tu=te(eu,"gu").replace(/notPunctSpace/g,wn).replace(/punctSpace/g,Vt).replace(/punct/g,nt).getRegex(),nu=te(/^~~?(?:((?!~)punct)|[^\s~])/,"u").replace(/punct/g,nt).getRegex(),ru="^[^~]+(?=[^~])|(?!~)punct(~~?)(?=[\\s]|$)|notPunctSpace(~~?)(?!~)(?=punctSpace|$)|(?!~)punctSpace(~~?)(?=notPunctSpace)|[\\s](~~?)(?!~)(?=punct)|(?!~)punct(~~?)(?!~)(?=punct)|notPunctSpace(~~?)(?=notPunctSpace)",iu=te(ru,"gu").replace(/notPunctSpace/g,wn).replace(/punctSpace/g,Vt).replace(/punct/g,nt).getRegex(),su=te(/\\(punct)/,"gu").replace(/punct/g,nt).getRegex(),ou=te(/(`+)(?:[^`]|[^`][\s\S]*?[^`])\1(?!`)|`+|\\(punct)/,"gu").replace(/punct/g,nt).getRegex(),au=te(/^<(scheme:[^\s\x00-\x1f<>]*|email)>/).replace("scheme",/[a-zA-Z][a-zA-Z0-9+.-]{1,31}/).replace("email",/[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+(@)[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+(?![-_])/).getRegex(),lu=te(ui).replace("(?:-->|$)","-->").getRegex(),cu=te("^comment|^</[a-zA-Z][a-zA-Z0-9-]*\\s*>|^<[a-zA-Z][a-zA-Z0-9-]*(?:attribute)*?\\s*/?>|^<\\?[\\s\\S]*?\\?>|^<![a-zA-Z]+\\s[\\s\\S]*?>|^<!\\[CDATA\\[[\\s\\S]*?\\]\\]>").replace("comment",lu).replace("attribute",/\s+[a-zA-Z:_][\w.:-]*(?:\s*=\s*"[^"]*"|\s*=\s*'[^']*'|\s*=\s*[^\s"'=<>`]+)?/).getRegex(),_o=/\[(?:\\[\s\S]|[^\[\]\\])*\]/,Bn=te(/(?:\[(?:brackets|\\[\s\S]|[^\[\]\\])*\]|\\[\s\S]|`+(?!`)[^`]*?`+(?!`)|``+(?=\])|[^\[\]\\`])*?/).replace("brackets",_o).getRegex(),du=te(/^!?\[(label)\]\([ \t\n]*(href)(?:(?:[ \t]+(?:\n[ \t]*)?|\n[ \t]*)(title))?[ \t\n]*\)/).replace("label",Bn).replace("href",/<(?:\\.|[^\n<>\\])*>|(?!<)[^ \t\n\x00-\x1f]+|(?=\))/).replace("title",/"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'|\((?:\\[\s\S]|[^)\\])*\)/).getRegex(),uu=te(/^!?\[(label)\]\[(ref)\]/).replace("label",Bn).replace("ref",di).getRegex(),pu=te(/^!?\[(ref)\](?:\[\])?/).replace("ref",di).getRegex(),ro=/(?!\s*\])(?:\\[\s\S]|[^\[\]\\]){1,999}/,fu=te(/(?:[^\[\]\\`]*(?:\[(?:brackets|\\[\s\S]|[^\[\]\\])*\]|\\[\s\S]|`+(?!`)[^`]*?`+(?!`)|``+(?=\]))){0,999}?[^\[\]\\`]*?/).replace("brackets",_o).getRegex(),hu=te("reflink|nolink(?!\\()","g").replace("reflink",te(/^!?\[(label)\]\[(ref)\]/).replace("label",fu).replace("ref",ro).getRegex()).replace("nolink",te(/^!?\[(ref)\](?:\[\])?/).replace("ref",ro).getRegex()).getRegex(),io=/[hH][tT][tT][pP][sS]?|[fF][tT][pP]/,gu=/[A-Za-z0-9._+-]+@[a-zA-Z0-9-_]+(?:\.[a-zA-Z0-9-_]*[a-zA-Z0-9])+(?![\w-])/,wu=te(/(?:mailto:email|xmpp:email(?:\/[A-Za-z0-9@.]+)?)/).replace(/email/g,gu).getRegex(),fi={_backpedal:Lt,anyPunctuation:su,anyPunctuationOutsideCode:ou,autolink:au,blockSkip:Gd,br:bo,code:Pd,del:Lt,delLDelim:Lt,delRDelim:Lt,emStrongLDelim:qd,emStrongRDelimAst:Yd,emStrongRDelimUnd:Qd,escape:Dd,link:du,nolink:pu,punctuation:Bd,reflink:uu,reflinkSearch:hu,tag:cu,text:zd,url:Lt},mu={...fi,emStrongLDelim:Zd,emStrongRDelimAst:Jd,emStrongRDelimUnd:tu,link:te(/^!?\[(label)\]\((.*?)\)/).replace("label",Bn).getRegex(),reflink:te(/^!?\[(label)\]\s*\[([^\]]*)\]/).replace("label",Bn).getRegex()},ri={...fi,emStrongRDelimAst:Xd,emStrongLDelim:Wd,delLDelim:nu,delRDelim:iu,url:te(/^emailProtocol|^((?:protocol):\/\/|www\.)(?:[a-zA-Z0-9\-]+\.?)+[^\s<]*|^email/).replace("emailProtocol",wu).replace("protocol",io).replace("email",/[A-Za-z0-9._+-]+(@)[a-zA-Z0-9-_]+(?:\.[a-zA-Z0-9-_]*[a-zA-Z0-9])+(?![\w-])/).getRegex(),_backpedal:/(?:[^?!.,:;*_'"~()&]+|\([^)]*\)|&(?![a-zA-Z0-9]+;$)|[?!.,:;*_'"~)]+(?!$))+/,del:/^(~~?)(?=[^\s~])((?:\\[\s\S]|[^\\])*?(?:\\[\s\S]|[^\s~\\]))\1(?=[^~]|$)/,text:te(/^(?:[^a-zA-Z0-9](?=emailProtocol)|(`+|~+|[^`~])(?:(?=[`~])|(?= {2,}\n)|(?=[a-zA-Z0-9.!#$%&'*+\/=?_`{\|}~-]+@)|[\s\S]*?(?:(?=[\\<!\[`*~_]|\b_|protocol:\/\/|wwwStart|$)|[^ ](?= {2,}\n)|[^a-zA-Z0-9](?=emailProtocol)|[^a-zA-Z0-9.!#$%&'*+\/=?_`{\|}~-](?=[a-zA-Z0-9.!#$%&'*+\/=?_`{\|}~-]+@))))/).replace("protocol",io).replace(/emailProtocol/g,/(?:mailto|xmpp):/).replace("wwwStart",ho?"(?<![^\\s*_~(])www\\.":"www\\.").getRegex()},bu={...ri,br:te(bo).replace("{2,}","*").getRegex(),text:te(ri.text).replace("\\b_","\\b_| {2,}\\n").replace(/\{2,\}/g,"*").getRegex()},Pn={normal:pi,gfm:Md,pedantic:$d},pn={normal:fi,gfm:ri,breaks:bu,pedantic:mu},xu={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;","'":"&#39;"},so=t=>xu[t];function ze(t,e){if(e){if(Ee.escapeTest.test(t))return t.replace(Ee.escapeReplace,so)}else if(Ee.escapeTestNoEncode.test(t))return t.replace(Ee.escapeReplaceNoEncode,so);return t}function yu(t){return Ee.numericCharacterReference.test(t)?t.replace(Ee.numericCharacterReferenceOrAmpersand,(e,n,r)=>{if(n===void 0&&r===void 0)return"&amp;";let i=n===void 0?Number.parseInt(r,16):Number.parseInt(n,10);return i===0||i>1114111||i>=55296&&i<=57343?"�":i===38?"&amp;":String.fromCodePoint(i)}):t}function oo(t){try{t=encodeURI(t).replace(Ee.percentDecode,"%")}catch{return null}return t}function ao(t,e){let n=t.replace(Ee.findPipe,(s,o,a)=>{let l=!1,d=o;for(;--d>=0&&a[d]==="\\";)l=!l;return l?"|":" |"}),r=n.split(Ee.splitPipe),i=0;if(r[0].trim()||r.shift(),r.length>0&&!r.at(-1)?.trim()&&r.pop(),e)if(r.length>e)r.splice(e);else for(;r.length<e;)r.push("");for(;i<r.length;i++)r[i]=r[i].trim().replace(Ee.slashPipe,"|");return r}function lt(t,e,n){let r=t.length;if(r===0)return"";let i=0;for(;i<r;){let s=t.charAt(r-i-1);if(s===e&&!n)i++;else if(s!==e&&n)i++;else break}return t.slice(0,r-i)}function lo(t){let e=t.split(`
`),n=e.length-1;for(;n>=0&&Ee.blankLine.test(e[n]);)n--;return e.length-n<=2?t:e.slice(0,n+1).join(`
`)}function Un(t){return t.trim().replace(Ee.multipleSpaceGlobal," ").toLowerCase().toUpperCase().toLowerCase()}function co(t,e){if(t.indexOf(e[0])===-1&&t.indexOf(e[1])===-1)return-1;let n=0;for(let r=0;r<t.length;r++)if(t[r]==="\\")r++;else if(t[r]===e[0])n++;else if(t[r]===e[1]&&(n--,n<0))return r;return n>0?-2:-1}var Xt=new WeakMap;function hi(t){let e={"*":-1,_:-1},n=-1,r=t.length;for(let i=0;i<r;i++){let s=t[i];if(s!=="*"&&s!=="_"&&s!=="~")continue;let o=i===0?`
`:t[i-1],a=i+1;for(;a<r&&t[a]===s;)a++;o!==" "&&o!=="	"&&o!==`
`&&o!=="\r"&&o!=="\f"&&(s==="~"?n=i:e[s]=i),i=a-1}return{maskedSrc:t,lastPossibleEmStrongCloserIndex:e,lastPossibleDelCloserIndex:n}}function ju(t,e){let n=hi(e),r=Xt.get(t);r?r.push(n):Xt.set(t,[n])}function _u(t){let e=Xt.get(t);e&&(e.pop(),e.length===0&&Xt.delete(t))}function vo(t,e,n){let r=Xt.get(t)?.at(-1);return r&&r.maskedSrc===e?r.lastPossibleEmStrongCloserIndex[n]:hi(e).lastPossibleEmStrongCloserIndex[n]}function Eo(t,e){let n=Xt.get(t)?.at(-1);return n&&n.maskedSrc===e?n.lastPossibleDelCloserIndex:hi(e).lastPossibleDelCloserIndex}function zn(t,e=0){let n=e,r="";for(let i of t)if(i==="	"){let s=4-n%4;r+=" ".repeat(s),n+=s}else r+=i,n++;return r}function vu(t,e){let n="";for(let r=0;r<t.length;r++){if(t[r]==="`"){let i=e.inline.code.exec(t.slice(r));if(i){n+=i[0],r+=i[0].length-1;continue}}if(t[r]==="\\"&&(t[r+1]==="["||t[r+1]==="]")){n+=t[r+1],r++;continue}n+=t[r]}return n}function uo(t,e,n,r,i){let s=e.href,o=e.title||null,a=vu(t[1],i),l=t[0].charAt(0)==="!",d=r.state.inLink,u=r.state.linkEmitted,w=r.state.inRawBlock;r.state.inLink=!0,r.state.linkEmitted=!1;let f=r.inlineTokens(a),y=r.state.linkEmitted;if(r.state.linkEmitted=u,r.state.inLink=d,!l){if(y){r.state.inRawBlock=w;return}r.state.linkEmitted=!0}return{type:l?"image":"link",raw:n,href:s,title:o,text:a,tokens:f}}function Eu(t,e,n){let r=t.match(n.other.indentCodeCompensation);if(r===null)return e;let i=r[1];return e.split(`
`).map(s=>{let o=s.match(n.other.beginningSpace);if(o===null)return s;let[a]=o;return s.slice(Math.min(a.length,i.length))}).join(`
`)}function po(t,e,n,r){if(!e.includes("<"))return!1;for(let i=0;i<e.length;i++){if(e[i]==="\\"){i++;continue}if(e[i]==="`"){let a=r.inline.code.exec(e.slice(i));if(a){i+=a[0].length-1;continue}}if(e[i]!=="<")continue;let s=t.slice(n+i),o=r.inline.tag.exec(s)||r.inline.autolink.exec(s);if(o){if(o[0].length>e.length-i)return!0;i+=o[0].length-1}}return!1}var Ct=class{options;rules;lexer;constructor(t){this.options=t||Mt}space(t){let e=this.rules.block.newline.exec(t);if(e&&e[0].length>0)return{type:"space",raw:e[0]}}code(t){let e=this.rules.block.code.exec(t);if(e){let n=this.options.pedantic?e[0]:lo(e[0]),r=n.replace(this.rules.other.codeRemoveIndent,"");return{type:"code",raw:n,codeBlockStyle:"indented",text:r}}}fences(t){let e=this.rules.block.fences.exec(t);if(e){let n=e[0],r=Eu(n,e[3]||"",this.rules);return e[3]!==void 0&&(r===""||r.endsWith(`
`))&&(r+=`
`),{type:"code",raw:n,lang:e[2]?e[2].trim().replace(this.rules.inline.anyPunctuation,"$1"):e[2],text:r}}}heading(t){let e=this.rules.block.heading.exec(t);if(e){let n=e[2].trim();if(this.rules.other.endingHash.test(n)){let r=lt(n,"#");(this.options.pedantic||!r||this.rules.other.endingSpaceTabChar.test(r))&&(n=r.trim())}return{type:"heading",raw:lt(e[0],`
`),depth:e[1].length,text:n,tokens:this.lexer.inline(n)}}}hr(t){let e=this.rules.block.hr.exec(t);if(e)return{type:"hr",raw:lt(e[0],`
`)}}blockquote(t){let e=this.rules.block.blockquote.exec(t);if(e){let n=lt(e[0],`
`).split(`
`),r="",i="",s=[];for(;n.length>0;){let o=!1,a=[],l;for(l=0;l<n.length;l++)if(this.rules.other.blockquoteStart.test(n[l]))a.push(n[l]),o=!0;else if(!o)a.push(n[l]);else break;n=n.slice(l);let d=a.join(`
`),u=d.replace(this.rules.other.blockquoteMarkerWhitespace,(y,h,_)=>_.startsWith(" ")?h+" "+_.slice(1):h+zn(_,h.length)).replace(this.rules.other.blockquoteSetextReplace,`
    $1`).replace(this.rules.other.blockquoteSetextReplace2,"");r=r?`${r}
${d}`:d,i=i?`${i}
${u}`:u;let w=this.lexer.state.top;if(this.lexer.state.top=!0,this.lexer.blockTokens(u,s,!0),this.lexer.state.top=w,n.length===0)break;let f=s.at(-1);if(f?.type==="code"||f?.type==="heading"||f?.type==="hr"||f?.type==="html"||f?.type==="table")break;if(f?.type==="blockquote"){let y=f,h=n.join(`
`),_=y.raw+`
`+h.replace(this.rules.other.blockquoteSetextReplace2,""),j=this.blockquote(_);s[s.length-1]=j;let S=_.substring(j.raw.length).replace(/^\n/,""),B=S?S.split(`
`).length:0,C=B?n.slice(0,-B):n;if(C.length>0&&(r=`${r}
${C.join(`
`)}`),i=i.substring(0,i.length-y.text.length)+j.text,n=n.slice(C.length),n.length>0&&this.rules.other.blockquoteStart.test(n[0]))continue;break}else if(f?.type==="list"){let y=f,h=y.raw+`
`+n.join(`
`),_=this.list(h);s[s.length-1]=_;let j=_.raw.length>y.raw.length?h.slice(y.raw.length+1,_.raw.length).split(`
`).length:0;if(j>0){let S=n.slice(0,j).join(`
`);r=`${r}
${S}`,i=`${i}
${S}`}if(n=n.slice(j),n.length>0&&!this.rules.other.blockquoteStart.test(n[0]))break;continue}}return{type:"blockquote",raw:r,tokens:s,text:i}}}list(t){let e=this.rules.block.list.exec(t);if(e){if(!this.options.pedantic&&this.lexer.state.lastToken?.type==="text"&&!this.rules.other.listInterruptsParagraph.test(t))return;let n=t,r=()=>n.length-t.length,i=e[1].trim(),s=i.length>1,o={type:"list",raw:"",ordered:s,start:s?+i.slice(0,-1):"",loose:!1,items:[]};i=s?`\\d{1,9}\\${i.slice(-1)}`:`\\${i}`,this.options.pedantic&&(i=s?i:"[*+-]");let a=this.rules.other.listItemRegex(i),l=!1;for(;t;){let w=!1,f="";if(!(e=a.exec(t))||this.rules.block.hr.test(t))break;let y=r();t=t.substring(e[0].length);let h=e[2].split(`
`,1)[0],_=e[1].length,j=this.options.pedantic?zn(h,_):h.replace(this.rules.other.leadingSpaceTab,O=>zn(O,_)),S=t.split(`
`,1)[0],B=!j.trim(),C=0;if(this.options.pedantic?(C=2,f=j.trimStart()):B?C=_+1:(C=j.search(this.rules.other.nonSpaceChar),C=C>4?1:C,f=j.slice(C),C+=_),B&&this.rules.other.blankLine.test(S)&&(t=t.substring(S.length+1),w=!0),!w){let O=this.rules.other.nextBulletRegex(C),W=this.rules.other.hrRegex(C),G=this.rules.other.fencesBeginRegex(C),D=this.options.pedantic?this.rules.other.pedanticHeadingBeginRegex(C):this.rules.other.headingBeginRegex(C),U=this.rules.other.htmlBeginRegex(C),V=this.rules.other.blockquoteBeginRegex(C),L=!1;for(;t;){let k=t.split(`
`,1)[0],P;if(S=k,this.options.pedantic?(S=S.replace(this.rules.other.listReplaceNesting,"  "),P=S):P=S.replace(this.rules.other.leadingSpaceTab,x=>zn(x)),G.test(S)||D.test(S)||U.test(S)||V.test(S)||O.test(S)||W.test(S))break;if(P.search(this.rules.other.nonSpaceChar)>=C||!S.trim())f+=`
`+P.slice(C),L=!1;else{if(B)break;let x=j;if(!this.options.pedantic&&!f.includes(`
`)&&!j.includes("	")){let b;for(;!W.test(x)&&(b=this.rules.other.nestedBlockMarker.exec(x));)x=x.slice(b[0].length);if(!x.trim())break}if(x.replace(this.rules.other.tabCharGlobal,"    ").search(this.rules.other.nonSpaceChar)>=4||G.test(x)||D.test(x)||U.test(x)||W.test(x))break;if(!this.options.pedantic&&!L){let b=j.replace(this.rules.other.nestedContainerMarkers,"");if(this.rules.block.fences.test(b)||this.rules.block.heading.test(b)||this.rules.block.hr.test(b))break}let E=!this.options.pedantic&&/^ {0,3}(?:=+|-+) *$/.test(S)&&this.rules.block.lheading.test(`${j}
${S}`)?`    ${P.replace(/^ {0,3}/,"")}`:S;f+=`
`+E,L=!0}B=!S.trim(),t=t.substring(k.length+1),j=P.slice(C)}}let $=n.slice(y,r());o.loose||(l?o.loose=!0:this.rules.other.doubleBlankLine.test($)&&(l=!0)),o.items.push({type:"list_item",raw:$,task:!!this.options.gfm&&this.rules.other.listIsTask.test(f),loose:!1,text:f,tokens:[]})}let d=o.items.at(-1);if(d)d.raw=d.raw.trimEnd(),d.text=d.text.trimEnd();else return;o.raw=n.slice(0,r()).trimEnd();let u=[];for(let w of o.items)if(this.lexer.state.top=!1,u.push(this.lexer.inlineQueue.length),w.tokens=this.lexer.blockTokens(w.text,[]),!o.loose){let f=w.tokens.filter(h=>h.type==="space"),y=f.length>0&&f.some(h=>this.rules.other.anyLine.test(h.raw));o.loose=y}for(let w=0;w<o.items.length;w++){let f=o.items[w],y=f.tokens[0];if(f.task&&(y?.type==="text"||y?.type==="paragraph")){f.text=f.text.replace(this.rules.other.listReplaceTask,""),y.raw=y.raw.replace(this.rules.other.listReplaceTask,""),y.text=y.text.replace(this.rules.other.listReplaceTask,"");let h=this.lexer.inlineQueue;for(let j=u[w];j<h.length;j++)if(h[j].tokens===y.tokens){h[j].src=h[j].src.replace(this.rules.other.listReplaceTask,"");break}let _=this.rules.other.listTaskCheckbox.exec(f.raw);if(_){let j={type:"checkbox",raw:_[0]+" ",checked:_[0]!=="[ ]"};f.checked=j.checked,o.loose?f.tokens[0]&&["paragraph","text"].includes(f.tokens[0].type)&&"tokens"in f.tokens[0]&&f.tokens[0].tokens?(f.tokens[0].raw=j.raw+f.tokens[0].raw,f.tokens[0].text=j.raw+f.tokens[0].text,f.tokens[0].tokens.unshift(j)):f.tokens.unshift({type:"paragraph",raw:j.raw,text:j.raw,tokens:[j]}):f.tokens.unshift(j)}}else f.task&&(f.task=!1)}if(o.loose)for(let w of o.items){w.loose=!0;for(let f of w.tokens)f.type==="text"&&(f.type="paragraph")}return o}}html(t){let e=this.rules.block.html.exec(t);if(e){if(this.lexer.state.lastToken?.type==="paragraph"&&!this.rules.other.htmlBeginRegex(4).test(t))return;let n=lo(e[0]);return{type:"html",block:!0,raw:n,pre:e[1]==="pre"||e[1]==="script"||e[1]==="style",text:n}}}def(t){let e=this.rules.block.def.exec(t);if(e){if(!this.rules.other.startAngleBracket.test(e[2])&&co(e[2],"()")!==-1)return;let n=Un(e[1]),r=e[2]?e[2].replace(this.rules.other.hrefBrackets,"$1").replace(this.rules.inline.anyPunctuation,"$1"):"",i=e[3]?e[3].substring(1,e[3].length-1).replace(this.rules.inline.anyPunctuation,"$1"):e[3];return{type:"def",tag:n,raw:lt(e[0],`
`),href:r,title:i}}}table(t){let e=this.rules.block.table.exec(t);if(!e||!this.rules.other.tableDelimiter.test(e[2]))return;let n=ao(e[1]),r=e[2].replace(this.rules.other.tableAlignChars,"").split("|"),i=e[3]?.trim()?e[3].replace(this.rules.other.tableRowBlankLine,"").split(`
`):[],s={type:"table",raw:lt(e[0],`
`),header:[],align:[],rows:[]};if(n.length===r.length){for(let o of r)this.rules.other.tableAlignRight.test(o)?s.align.push("right"):this.rules.other.tableAlignCenter.test(o)?s.align.push("center"):this.rules.other.tableAlignLeft.test(o)?s.align.push("left"):s.align.push(null);for(let o=0;o<n.length;o++)s.header.push({text:n[o],tokens:this.lexer.inline(n[o]),header:!0,align:s.align[o]});for(let o of i)s.rows.push(ao(o,s.header.length).map((a,l)=>({text:a,tokens:this.lexer.inline(a),header:!1,align:s.align[l]})));return s}}lheading(t){let e=this.rules.block.lheading.exec(t);if(e){let n=e[1].trim();return{type:"heading",raw:lt(e[0],`
`),depth:e[2].charAt(0)==="="?1:2,text:n,tokens:this.lexer.inline(n)}}}paragraph(t){let e=this.rules.block.paragraph.exec(t);if(e){let n=e[1].charAt(e[1].length-1)===`
`?e[1].slice(0,-1):e[1];return{type:"paragraph",raw:e[0],text:n,tokens:this.lexer.inline(n)}}}text(t){let e=this.rules.block.text.exec(t);if(e)return{type:"text",raw:e[0],text:e[0],tokens:this.lexer.inline(e[0])}}escape(t){if(t.charCodeAt(0)!==92)return;let e=this.rules.inline.escape.exec(t);if(e)return{type:"escape",raw:e[0],text:e[1]}}tag(t){if(t.charCodeAt(0)!==60)return;let e=this.rules.inline.tag.exec(t);if(e)return!this.lexer.state.inLink&&this.rules.other.startATag.test(e[0])?this.lexer.state.inLink=!0:this.lexer.state.inLink&&this.rules.other.endATag.test(e[0])&&(this.lexer.state.inLink=!1),!this.lexer.state.inRawBlock&&this.rules.other.startPreScriptTag.test(e[0])?this.lexer.state.inRawBlock=!0:this.lexer.state.inRawBlock&&this.rules.other.endPreScriptTag.test(e[0])&&(this.lexer.state.inRawBlock=!1),{type:"html",raw:e[0],inLink:this.lexer.state.inLink,inRawBlock:this.lexer.state.inRawBlock,block:!1,text:e[0]}}link(t){if(this.lexer.state.linkParenPossible===!1)return;let e=t.charCodeAt(0);if(e!==91&&e!==33)return;let n=this.rules.inline.link.exec(t);if(n){let r=n[0].charAt(0)==="!"?2:1;if(!this.options.pedantic&&po(t,n[1],r,this.rules))return;let i=n[2].trim();if(!this.options.pedantic&&this.rules.other.startAngleBracket.test(i)){if(!this.rules.other.endAngleBracket.test(i))return;let l=lt(i.slice(0,-1),"\\");if((i.length-l.length)%2===0)return}else{let l=co(n[2],"()");if(l===-2)return;if(l>-1){let d=(n[0].indexOf("!")===0?5:4)+n[1].length+l;n[2]=n[2].substring(0,l),n[0]=n[0].substring(0,d).trim(),n[3]=""}}let s=lt(n[0].slice(0,-1),"\\");if((n[0].length-s.length)%2===0)return;let o=n[2],a="";if(this.options.pedantic){let l=this.rules.other.pedanticHrefTitle.exec(o);l&&(o=l[1],a=l[3])}else a=n[3]?n[3].slice(1,-1):"";return o=o.trim(),this.rules.other.startAngleBracket.test(o)&&(this.options.pedantic&&!this.rules.other.endAngleBracket.test(i)?o=o.slice(1):o=o.slice(1,-1)),uo(n,{href:o&&o.replace(this.rules.inline.anyPunctuation,"$1"),title:a&&a.replace(this.rules.inline.anyPunctuation,"$1")},n[0],this.lexer,this.rules)}}reflink(t,e){let n=t.charCodeAt(0);if(n!==91&&n!==33)return;let r;if((r=this.rules.inline.reflink.exec(t))||(r=this.rules.inline.nolink.exec(t))){let i=r[0].charAt(0)==="!"?2:1;if(!this.options.pedantic&&po(t,r[1],i,this.rules))return;let s=e[Un(r[2]||r[1])];if(!s){let o=r[0].charAt(0);return{type:"text",raw:o,text:o}}return uo(r,s,r[0],this.lexer,this.rules)}}emStrong(t,e,n=""){let r=this.rules.inline.emStrongLDelim.exec(t);if(!r||!r[1]&&!r[2]&&!r[3]&&!r[4])return;let i=r[0][0],s=n===i,o=e.length-t.length,a=o;for(;!this.options.pedantic&&a>0&&e[a-1]===i;)a--;let l=[...e.slice(Math.max(0,a-2),a)].at(-1)??"",d=l==="*"||l==="_"||!!this.rules.inline.punctuation.exec(l);a<o&&(n=l);let u=a<o?d:n==="*"||n==="_"||!!this.rules.inline.punctuation.exec(n);if(r[4]&&n.match(this.rules.other.unicodeAlphaNumeric))return;let w=r[1]||r[3]||"";if(!w||!n||u){let f=[...r[0]].length-1,y,h,_=f,j=0,S=o-a+f,B=!this.options.pedantic&&!!l.trim()&&(!!w||i==="*"&&!d);if(i!=="*"&&i!=="_")return;let C=i==="*"?this.rules.inline.emStrongRDelimAst:this.rules.inline.emStrongRDelimUnd,$=vo(this,e,i),O=e.length-t.length+f;if($<O)return;e=e.slice(-1*t.length+f);let W=$-O;for(C.lastIndex=0;(r=C.exec(e))!==null&&!(r.index>W);){if(y=r[1]||r[2]||r[3]||r[4]||r[5]||r[6],!y)continue;if(h=[...y].length,r[3]||r[4]){_+=h;continue}else if((r[5]||r[6]||B)&&S%3&&!((S+h)%3)){if(s&&(r[5]||r[6]))break;j+=h;continue}if(_-=h,_>0)continue;h=Math.min(h,h+_+j);let G=[...r[0]][0].length,D=t.slice(0,f+r.index+G+h);if(Math.min(f,h)%2){let V=D.slice(1,-1);return{type:"em",raw:D,text:V,tokens:this.lexer.inlineTokens(V)}}let U=D.slice(2,-2);return{type:"strong",raw:D,text:U,tokens:this.lexer.inlineTokens(U)}}}}codespan(t){if(t.charCodeAt(0)!==96)return;let e=this.rules.inline.code.exec(t);if(e){let n=e[2].replace(this.rules.other.newLineCharGlobal," "),r=this.rules.other.nonSpaceChar.test(n),i=this.rules.other.startingSpaceChar.test(n)&&this.rules.other.endingSpaceChar.test(n);return r&&i&&(n=n.substring(1,n.length-1)),{type:"codespan",raw:e[0],text:n}}}br(t){let e=t.charCodeAt(0);if(e!==32&&e!==92&&e!==10)return;let n=this.rules.inline.br.exec(t);if(n)return{type:"br",raw:n[0]}}del(t,e,n=""){if(t.charCodeAt(0)!==126)return;let r=this.rules.inline.delLDelim.exec(t);if(r&&(!r[1]||!n||this.rules.inline.punctuation.exec(n))){let i=[...r[0]].length-1,s,o,a=i,l=this.rules.inline.delRDelim,d=Eo(this,e),u=e.length-t.length+i;if(d<u)return;e=e.slice(-1*t.length+i);let w=d-u;for(l.lastIndex=0;(r=l.exec(e))!==null&&!(r.index>w);){if(s=r[1]||r[2]||r[3]||r[4]||r[5]||r[6],!s||(o=[...s].length,o!==i))continue;if(r[3]||r[4]){a+=o;continue}if(a-=o,a>0)continue;o=Math.min(o,o+a);let f=[...r[0]][0].length,y=t.slice(0,i+r.index+f+o),h=y.slice(i,-i);return{type:"del",raw:y,text:h,tokens:this.lexer.inlineTokens(h)}}}}autolink(t){if(t.charCodeAt(0)!==60)return;let e=this.rules.inline.autolink.exec(t);if(e){let n,r;return e[2]==="@"?(n=e[1],r="mailto:"+n):(n=e[1],r=n),{type:"link",raw:e[0],text:n,href:r,autolink:!0,tokens:[{type:"text",raw:n,text:n}]}}}url(t){let e;if(e=this.rules.inline.url.exec(t)){let n,r;if(e[2]==="@")n=e[0],r="mailto:"+n;else{let i;do i=e[0],e[0]=this.rules.inline._backpedal.exec(e[0])?.[0]??"";while(i!==e[0]);n=e[0],e[1]==="www."?r="http://"+e[0]:r=e[0]}return{type:"link",raw:e[0],text:n,href:r,autolink:!0,tokens:[{type:"text",raw:n,text:n}]}}}inlineText(t){let e=this.rules.inline.text.exec(t);if(e){let n=this.lexer.state.inRawBlock;return{type:"text",raw:e[0],text:n?e[0]:yu(e[0]),escaped:n}}}},Ze=class ii{tokens;options;state;inlineQueue;tokenizer;constructor(e){this.tokens=[],this.tokens.links=Object.create(null),this.options=e||Mt,this.options.tokenizer=this.options.tokenizer||new Ct,this.tokenizer=this.options.tokenizer,this.tokenizer.options=this.options,this.tokenizer.lexer=this,this.inlineQueue=[],this.state={inLink:!1,inRawBlock:!1,linkEmitted:!1,linkParenPossible:!0,top:!0};let n={other:Ee,block:Pn.normal,inline:pn.normal};this.options.pedantic?(n.block=Pn.pedantic,n.inline=pn.pedantic):this.options.gfm&&(n.block=Pn.gfm,this.options.breaks?n.inline=pn.breaks:n.inline=pn.gfm),this.tokenizer.rules=n}static get rules(){return{block:Pn,inline:pn}}static lex(e,n){return new ii(n).lex(e)}static lexInline(e,n){return new ii(n).inlineTokens(e)}lex(e){e=e.replace(Ee.carriageReturn,`
`),this.blockTokens(e,this.tokens);for(let n=0;n<this.inlineQueue.length;n++){let r=this.inlineQueue[n];this.state.inRawBlock=!1,this.inlineTokens(r.src,r.tokens)}return this.inlineQueue=[],this.tokens}blockTokens(e,n=[],r=!1){this.tokenizer.lexer=this;let i=this.state.lastToken;this.options.pedantic&&(e=e.replace(Ee.tabCharGlobal,"    ").replace(Ee.spaceLine,""));let s=1/0,o,a=this.options.gfm&&!this.options.pedantic&&this.tokenizer.paragraph===Ct.prototype.paragraph;for(;e;){if(e.length<s)s=e.length;else{this.infiniteLoopError(e.charCodeAt(0));break}this.state.lastToken=n.at(-1);let l;if(this.options.extensions?.block?.some(u=>(l=u.call({lexer:this},e,n))?(e=e.substring(l.raw.length),n.push(l),!0):!1))continue;if(l=this.tokenizer.space(e)){e=e.substring(l.raw.length);let u=n.at(-1);l.raw.length===1&&u!==void 0?u.raw+=`
`:n.push(l);continue}if(l=this.tokenizer.code(e)){e=e.substring(l.raw.length);let u=n.at(-1);u?.type==="paragraph"||u?.type==="text"?(u.raw+=(u.raw.endsWith(`
`)?"":`
`)+l.raw,u.text+=`
`+l.text,this.inlineQueue.at(-1).src=u.text):n.push(l);continue}if(l=this.tokenizer.fences(e)){e=e.substring(l.raw.length),n.push(l);continue}if(l=this.tokenizer.heading(e)){e=e.substring(l.raw.length),n.push(l);continue}if(l=this.tokenizer.hr(e)){e=e.substring(l.raw.length),n.push(l);continue}if(l=this.tokenizer.blockquote(e)){e=e.substring(l.raw.length),n.push(l);continue}if(l=this.tokenizer.list(e)){e=e.substring(l.raw.length),n.push(l);continue}if(l=this.tokenizer.html(e)){e=e.substring(l.raw.length),n.push(l);continue}if(l=this.tokenizer.def(e)){e=e.substring(l.raw.length);let u=n.at(-1);u?.type==="paragraph"||u?.type==="text"?(u.raw+=(u.raw.endsWith(`
`)?"":`
`)+l.raw,u.text+=`
`+l.raw,this.inlineQueue.at(-1).src=u.text):(this.tokens.links[l.tag]||(this.tokens.links[l.tag]={href:l.href,title:l.title}),n.push(l));continue}if(l=this.tokenizer.table(e)){e=e.substring(l.raw.length),n.push(l);continue}if(l=this.tokenizer.lheading(e)){e=e.substring(l.raw.length),n.push(l);continue}let d=e;if(this.options.extensions?.startBlock){let u=1/0,w=e.slice(1),f;this.options.extensions.startBlock.forEach(y=>{f=y.call({lexer:this},w),typeof f=="number"&&f>=0&&(u=Math.min(u,f))}),u<1/0&&u>=0&&(d=e.substring(0,u+1))}if(this.state.top&&(l=this.tokenizer.paragraph(d))){let u=n.at(-1);(r||u===o&&a)&&u?.type==="paragraph"?(u.raw+=(u.raw.endsWith(`
`)?"":`
`)+l.raw,u.text+=`
`+l.text,this.inlineQueue.pop(),this.inlineQueue.at(-1).src=u.text,o=u):(n.push(l),o=l),r=d.length!==e.length,e=e.substring(l.raw.length);continue}if(l=this.tokenizer.text(e)){e=e.substring(l.raw.length);let u=n.at(-1);u?.type==="text"?(u.raw+=(u.raw.endsWith(`
`)?"":`
`)+l.raw,u.text+=`
`+l.text,this.inlineQueue.pop(),this.inlineQueue.at(-1).src=u.text):n.push(l);continue}if(e){this.infiniteLoopError(e.charCodeAt(0));break}}return this.state.top=!0,this.state.lastToken=i,n}inline(e,n=[]){return this.inlineQueue.push({src:e,tokens:n}),n}linkInText(e){if(!e.includes("["))return!1;let n=this.tokenizer.rules.inline.link;for(let r of e.matchAll(this.tokenizer.rules.inline.blockSkip))if(n.test(r[0])&&e.charAt(r.index-1)!=="!")return!0;for(let r of e.matchAll(this.tokenizer.rules.inline.reflinkSearch)){let i=r[0],s=i.lastIndexOf("[");if(!(i.charAt(0)==="!"||!Object.hasOwn(this.tokens.links,Un(i.slice(s+1,-1))))&&!(s>1&&this.linkInText(i.slice(1,s-1))))return!0}return!1}inlineTokens(e,n=[]){this.tokenizer.lexer=this;let r=this.state.linkParenPossible;this.state.linkParenPossible=e.includes(")");try{return this.#t(e,n)}finally{this.state.linkParenPossible=r}}#t(e,n){let r=e.includes("*")||e.includes("_")||e.includes("~"),i=r||this.options.hooks?.emStrongMask||this.tokenizer.emStrong!==Ct.prototype.emStrong||this.tokenizer.del!==Ct.prototype.del?this.#r(e):e;if(!r)return this.#e(e,i,n);ju(this.tokenizer,i);try{return this.#e(e,i,n)}finally{_u(this.tokenizer)}}#e(e,n,r){let i=!1,s="",o=1/0;for(;e;){if(e.length<o)o=e.length;else{this.infiniteLoopError(e.charCodeAt(0));break}i||(s=""),i=!1;let a;if(this.options.extensions?.inline?.some(u=>(a=u.call({lexer:this},e,r))?(e=e.substring(a.raw.length),r.push(a),!0):!1))continue;if(a=this.tokenizer.escape(e)){e=e.substring(a.raw.length),r.push(a);continue}if(a=this.tokenizer.tag(e)){e=e.substring(a.raw.length),r.push(a);continue}if(a=this.tokenizer.link(e)){e=e.substring(a.raw.length),r.push(a);continue}if(a=this.tokenizer.reflink(e,this.tokens.links)){e=e.substring(a.raw.length);let u=r.at(-1);a.type==="text"&&u?.type==="text"?(u.raw+=a.raw,u.text+=a.text):r.push(a);continue}let l=e[0];if(l==="*"||l==="_"){let u=n.length-e.length;if(vo(this.tokenizer,n,l)<=u){let w=1;for(;w<e.length&&e.charCodeAt(w)===l.charCodeAt(0);)w++;let f=e.substring(0,w),y=r.at(-1);y?.type==="text"&&!y.escaped?(y.raw+=f,y.text+=f):r.push({type:"text",raw:f,text:f,escaped:!1}),e=e.substring(w),s=l,i=!0;continue}}else if(l==="~"){let u=n.length-e.length;if(Eo(this.tokenizer,n)<=u){let w=1;for(;w<e.length&&e.charCodeAt(w)===126;)w++;let f=e.substring(0,w),y=r.at(-1);y?.type==="text"&&!y.escaped?(y.raw+=f,y.text+=f):r.push({type:"text",raw:f,text:f,escaped:!1}),e=e.substring(w),s=l,i=!0;continue}}if(a=this.tokenizer.emStrong(e,n,s)){e=e.substring(a.raw.length),r.push(a);continue}if(a=this.tokenizer.codespan(e)){e=e.substring(a.raw.length),r.push(a);continue}if(a=this.tokenizer.br(e)){e=e.substring(a.raw.length),r.push(a);continue}if(a=this.tokenizer.del(e,n,s)){e=e.substring(a.raw.length),r.push(a);continue}if(a=this.tokenizer.autolink(e)){e=e.substring(a.raw.length),r.push(a);continue}if(!this.state.inLink&&(a=this.tokenizer.url(e))){e=e.substring(a.raw.length),r.push(a);continue}let d=e;if(this.options.extensions?.startInline){let u=1/0,w=e.slice(1),f;this.options.extensions.startInline.forEach(y=>{f=y.call({lexer:this},w),typeof f=="number"&&f>=0&&(u=Math.min(u,f))}),u<1/0&&u>=0&&(d=e.substring(0,u+1))}if(a=this.tokenizer.inlineText(d)){e=e.substring(a.raw.length),a.raw.slice(-1)!=="_"&&(s=a.raw.slice(-1)),i=!0;let u=r.at(-1);u?.type==="text"?(u.raw+=a.raw,u.text+=a.text):r.push(a);continue}if(e){this.infiniteLoopError(e.charCodeAt(0));break}}return r}#n(e){let{blockSkip:n,tag:r,autolink:i}=this.tokenizer.rules.inline,s="",o=0,a;for(n.lastIndex=0;a=n.exec(e);){let l=a.index+(a[2]?a[2].length:0),d=a.index+a[0].length;if(e.charAt(l)==="<"){let u=e.slice(l),w=r.exec(u)||i.exec(u);if(!w){n.lastIndex=l+1;continue}d=l+w[0].length,n.lastIndex=d}s+=e.slice(o,l)+"["+"a".repeat(d-l-2)+"]",o=d}return s+e.slice(o)}#r(e){let n=e;if(this.tokens.links&&e.includes("[")){let r=this.tokenizer.rules.inline.reflinkSearch,i=s=>{let o=s.lastIndexOf("[");if(!Object.hasOwn(this.tokens.links,Un(s.slice(o+1,-1))))return s;if(o>1&&s.charAt(0)!=="!"){let a=s.slice(1,o-1);if(this.linkInText(a))return"["+a.replace(r,i)+"]["+"a".repeat(s.length-o-2)+"]"}return"["+"a".repeat(s.length-2)+"]"};n=n.replace(r,i)}return n=n.replace(this.tokenizer.rules.inline.anyPunctuationOutsideCode,(r,i,s)=>s?"+".repeat(r.length):i?i+r.slice(i.length,-i.length).replace(/`/g,"+")+i:r),n=this.#n(n),n=this.options.hooks?.emStrongMask?.call({lexer:this},n)??n,n}infiniteLoopError(e){let n="Infinite loop on byte: "+e;if(this.options.silent)console.error(n);else throw new Error(n)}},Fn=class{options;parser;constructor(t){this.options=t||Mt}space(t){return""}code({text:t,lang:e,escaped:n}){let r=(e||"").match(Ee.notSpaceStart)?.[0],i=t?t.replace(Ee.endingNewline,"")+`
`:"";return r?'<pre><code class="language-'+ze(r)+'">'+(n?i:ze(i,!0))+`</code></pre>
`:"<pre><code>"+(n?i:ze(i,!0))+`</code></pre>
`}blockquote({tokens:t}){return`<blockquote>
${this.parser.parse(t)}</blockquote>
`}html({text:t}){return t}def(t){return""}heading({tokens:t,depth:e}){return`<h${e}>${this.parser.parseInline(t)}</h${e}>
`}hr(t){return`<hr>
`}list(t){let e=t.ordered,n=t.start,r="";for(let o=0;o<t.items.length;o++){let a=t.items[o];r+=this.listitem(a)}let i=e?"ol":"ul",s=e&&n!==1?' start="'+n+'"':"";return"<"+i+s+`>
`+r+"</"+i+`>
`}listitem(t){return`<li>${this.parser.parse(t.tokens)}</li>
`}checkbox({checked:t}){return"<input "+(t?'checked="" ':"")+'disabled="" type="checkbox"> '}paragraph({tokens:t}){return`<p>${this.parser.parseInline(t)}</p>
`}table(t){let e="",n="";for(let i=0;i<t.header.length;i++)n+=this.tablecell(t.header[i]);e+=this.tablerow({text:n});let r="";for(let i=0;i<t.rows.length;i++){let s=t.rows[i];n="";for(let o=0;o<s.length;o++)n+=this.tablecell(s[o]);r+=this.tablerow({text:n})}return r&&(r=`<tbody>${r}</tbody>`),`<table>
<thead>
`+e+`</thead>
`+r+`</table>
`}tablerow({text:t}){return`<tr>
${t}</tr>
`}tablecell(t){let e=this.parser.parseInline(t.tokens),n=t.header?"th":"td";return(t.align?`<${n} align="${t.align}">`:`<${n}>`)+e+`</${n}>
`}strong({tokens:t}){return`<strong>${this.parser.parseInline(t)}</strong>`}em({tokens:t}){return`<em>${this.parser.parseInline(t)}</em>`}codespan({text:t}){return`<code>${ze(t,!0)}</code>`}br(t){return"<br>"}del({tokens:t}){return`<del>${this.parser.parseInline(t)}</del>`}link({href:t,title:e,text:n,tokens:r,autolink:i}){let s=i?ze(n,!0):this.parser.parseInline(r),o=oo(t);if(o===null)return s;t=ze(o,i);let a='<a href="'+t+'"';return e&&(a+=' title="'+ze(e)+'"'),a+=">"+s+"</a>",a}image({href:t,title:e,text:n,tokens:r}){r&&(n=this.parser.parseInline(r,this.parser.textRenderer));let i=oo(t);if(i===null)return ze(n);t=i;let s=`<img src="${ze(t)}" alt="${ze(n)}"`;return e&&(s+=` title="${ze(e)}"`),s+=">",s}text(t){return"tokens"in t&&t.tokens?this.parser.parseInline(t.tokens):"escaped"in t&&t.escaped?t.text:ze(t.text)}},gi=class{parser;strong({text:t,tokens:e}){return e?this.parser.parseInline(e,this):t}em({text:t,tokens:e}){return e?this.parser.parseInline(e,this):t}codespan({text:t}){return t}del({text:t,tokens:e}){return e?this.parser.parseInline(e,this):t}html({text:t}){return t}text({text:t}){return t}link({text:t,tokens:e}){return e?this.parser.parseInline(e,this):t}image({text:t,tokens:e}){return e?this.parser.parseInline(e,this):t}br(){return`
`}checkbox({raw:t}){return t}},Ye=class si{options;renderer;textRenderer;constructor(e){this.options=e||Mt,this.options.renderer=this.options.renderer||new Fn,this.renderer=this.options.renderer,this.renderer.options=this.options,this.renderer.parser=this,this.textRenderer=new gi,this.textRenderer.parser=this}static parse(e,n){return new si(n).parse(e)}static parseInline(e,n){return new si(n).parseInline(e)}parse(e){this.renderer.parser=this;let n="";for(let r=0;r<e.length;r++){let i=e[r];if(this.options.extensions?.renderers?.[i.type]){let o=i,a=this.options.extensions.renderers[o.type].call({parser:this},o);if(a!==!1||!["space","hr","heading","code","table","blockquote","list","checkbox","html","def","paragraph","text"].includes(o.type)){n+=a===!1?"":a??"";continue}}let s=i;switch(s.type){case"space":{n+=this.renderer.space(s);break}case"hr":{n+=this.renderer.hr(s);break}case"heading":{n+=this.renderer.heading(s);break}case"code":{n+=this.renderer.code(s);break}case"table":{n+=this.renderer.table(s);break}case"blockquote":{n+=this.renderer.blockquote(s);break}case"list":{n+=this.renderer.list(s);break}case"checkbox":{n+=this.renderer.checkbox(s);break}case"html":{n+=this.renderer.html(s);break}case"def":{n+=this.renderer.def(s);break}case"paragraph":{n+=this.renderer.paragraph(s);break}case"text":{n+=this.renderer.text(s);break}default:{let o='Token with "'+s.type+'" type was not found.';if(this.options.silent)return console.error(o),"";throw new Error(o)}}}return n}parseInline(e,n=this.renderer){this.renderer.parser=this;let r="";for(let i=0;i<e.length;i++){let s=e[i];if(this.options.extensions?.renderers?.[s.type]){let a=this.options.extensions.renderers[s.type].call({parser:this},s);if(a!==!1||!["escape","html","link","image","checkbox","strong","em","codespan","br","del","text"].includes(s.type)){r+=a===!1?"":a??"";continue}}let o=s;switch(o.type){case"escape":{r+=n.text(o);break}case"html":{r+=n.html(o);break}case"link":{r+=n.link(o);break}case"image":{r+=n.image(o);break}case"checkbox":{r+=n.checkbox(o);break}case"strong":{r+=n.strong(o);break}case"em":{r+=n.em(o);break}case"codespan":{r+=n.codespan(o);break}case"br":{r+=n.br(o);break}case"del":{r+=n.del(o);break}case"text":{r+=n.text(o);break}default:{let a='Token with "'+o.type+'" type was not found.';if(this.options.silent)return console.error(a),"";throw new Error(a)}}}return r}},fn=class{options;block;constructor(t){this.options=t||Mt}static passThroughHooks=new Set(["preprocess","postprocess","processAllTokens","emStrongMask"]);static passThroughHooksRespectAsync=new Set(["preprocess","postprocess","processAllTokens"]);preprocess(t){return t}postprocess(t){return t}processAllTokens(t){return t}emStrongMask(t){return t}provideLexer(t=this.block){return t?Ze.lex:Ze.lexInline}provideParser(t=this.block){return t?Ye.parse:Ye.parseInline}};function mt(t,e){if(Array.isArray(e))for(let n=0;n<e.length;n++)t.push(e[n]);else t.push(e)}var wi=class{defaults=oi();options=this.setOptions;parse=this.parseMarkdown(!0);parseInline=this.parseMarkdown(!1);Parser=Ye;Renderer=Fn;TextRenderer=gi;Lexer=Ze;Tokenizer=Ct;Hooks=fn;constructor(...t){this.use(...t)}walkTokens(t,e){let n=[];for(let r of t)switch(mt(n,e.call(this,r)),r.type){case"table":{let i=r;for(let s of i.header)mt(n,this.walkTokens(s.tokens,e));for(let s of i.rows)for(let o of s)mt(n,this.walkTokens(o.tokens,e));break}case"list":{let i=r;mt(n,this.walkTokens(i.items,e));break}default:{let i=r;this.defaults.extensions?.childTokens?.[i.type]?this.defaults.extensions.childTokens[i.type].forEach(s=>{let o=i[s].flat(1/0);mt(n,this.walkTokens(o,e))}):i.tokens&&mt(n,this.walkTokens(i.tokens,e))}}return n}use(...t){let e=this.defaults.extensions||{renderers:Object.create(null),childTokens:Object.create(null)};return t.forEach(n=>{let r={...n};if(r.async=this.defaults.async||r.async||!1,n.extensions&&(n.extensions.forEach(i=>{if(!i.name)throw new Error("extension name required");if("renderer"in i){let s=e.renderers[i.name];s?e.renderers[i.name]=function(...o){let a=i.renderer.apply(this,o);return a===!1&&(a=s.apply(this,o)),a}:e.renderers[i.name]=i.renderer}if("tokenizer"in i){if(!i.level||i.level!=="block"&&i.level!=="inline")throw new Error("extension level must be 'block' or 'inline'");let s=e[i.level];s?s.unshift(i.tokenizer):e[i.level]=[i.tokenizer],i.start&&(i.level==="block"?e.startBlock?e.startBlock.push(i.start):e.startBlock=[i.start]:i.level==="inline"&&(e.startInline?e.startInline.push(i.start):e.startInline=[i.start]))}"childTokens"in i&&i.childTokens&&(e.childTokens[i.name]=i.childTokens)}),r.extensions=e),n.renderer){let i=this.defaults.renderer||new Fn(this.defaults);for(let s in n.renderer){if(!(s in i))throw new Error(`renderer '${s}' does not exist`);if(["options","parser"].includes(s))continue;let o=s,a=n.renderer[o],l=i[o];i[o]=(...d)=>{let u=a.apply(i,d);return u===!1&&(u=l.apply(i,d)),u===!1?"":u??""}}r.renderer=i}if(n.tokenizer){let i=this.defaults.tokenizer||new Ct(this.defaults);for(let s in n.tokenizer){if(!(s in i))throw new Error(`tokenizer '${s}' does not exist`);if(["options","rules","lexer"].includes(s))continue;let o=s,a=n.tokenizer[o],l=i[o];i[o]=(...d)=>{let u=a.apply(i,d);return u===!1&&(u=l.apply(i,d)),u}}r.tokenizer=i}if(n.hooks){let i=this.defaults.hooks||new fn;for(let s in n.hooks){if(!(s in i))throw new Error(`hook '${s}' does not exist`);if(["options","block"].includes(s))continue;let o=s,a=n.hooks[o],l=i[o];fn.passThroughHooks.has(s)?i[o]=d=>{if(i.options.async&&fn.passThroughHooksRespectAsync.has(s))return(async()=>{let w=await a.call(i,d);return l.call(i,w)})();let u=a.call(i,d);return l.call(i,u)}:i[o]=(...d)=>{if(i.options.async)return(async()=>{let w=await a.apply(i,d);return w===!1&&(w=await l.apply(i,d)),w})();let u=a.apply(i,d);return u===!1&&(u=l.apply(i,d)),u}}r.hooks=i}if(n.walkTokens){let i=this.defaults.walkTokens,s=n.walkTokens;r.walkTokens=function(o){let a=[];return mt(a,s.call(this,o)),i&&mt(a,i.call(this,o)),a}}this.defaults={...this.defaults,...r}}),this}setOptions(t){return this.defaults={...this.defaults,...t},this}lexer(t,e){return Ze.lex(t,e??this.defaults)}parser(t,e){return Ye.parse(t,e??this.defaults)}parseMarkdown(t){return(e,n)=>{let r={...n},i={...this.defaults,...r},s=this.onError(!!i.silent,!!i.async);if(this.defaults.async===!0&&r.async===!1)return s(new Error("marked(): The async option was set to true by an extension. Remove async: false from the parse options object to return a Promise."));if(typeof e>"u"||e===null)return s(new Error("marked(): input parameter is undefined or null"));if(typeof e!="string")return s(new Error("marked(): input parameter is of type "+Object.prototype.toString.call(e)+", string expected"));if(i.hooks&&(i.hooks.options=i,i.hooks.block=t),i.async)return(async()=>{let o=i.hooks?await i.hooks.preprocess(e):e,a=await(i.hooks?await i.hooks.provideLexer(t):t?Ze.lex:Ze.lexInline)(o,i),l=i.hooks?await i.hooks.processAllTokens(a):a;i.walkTokens&&await Promise.all(this.walkTokens(l,i.walkTokens));let d=await(i.hooks?await i.hooks.provideParser(t):t?Ye.parse:Ye.parseInline)(l,i);return i.hooks?await i.hooks.postprocess(d):d})().catch(s);try{i.hooks&&(e=i.hooks.preprocess(e));let o=(i.hooks?i.hooks.provideLexer(t):t?Ze.lex:Ze.lexInline)(e,i);i.hooks&&(o=i.hooks.processAllTokens(o)),i.walkTokens&&this.walkTokens(o,i.walkTokens);let a=(i.hooks?i.hooks.provideParser(t):t?Ye.parse:Ye.parseInline)(o,i);return i.hooks&&(a=i.hooks.postprocess(a)),a}catch(o){return s(o)}}}onError(t,e){return n=>{if(n.message+=`
Please report this to https://github.com/markedjs/marked.`,t){let r="<p>An error occurred:</p><pre>"+ze(n.message+"",!0)+"</pre>";return e?Promise.resolve(r):r}if(e)return Promise.reject(n);throw n}}},It=new wi;function he(t,e){return It.parse(t,e)}he.options=he.setOptions=function(t){return It.setOptions(t),he.defaults=It.defaults,fo(he.defaults),he};he.getDefaults=oi;he.defaults=Mt;function ku(...t){return It.use(...t),he.defaults=It.defaults,fo(he.defaults),he}he.use=ku;he.walkTokens=function(t,e){return It.walkTokens(t,e)};he.parseInline=It.parseInline;he.Parser=Ye;he.parser=Ye.parse;he.Renderer=Fn;he.TextRenderer=gi;he.Lexer=Ze;he.lexer=Ze.lex;he.Tokenizer=Ct;he.Hooks=fn;he.parse=he;var Vg=he.options,Jg=he.setOptions,Qg=he.walkTokens,ew=he.parseInline;var tw=Ye.parse,nw=Ze.lex;v();var ko=/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/,Su=/[\u202a-\u202e\u2066-\u2069]/,Au={escape:t=>t==="["?"sequence":"]PX^_".includes(t)?"string":t>=" "&&t<="/"?"escape":t<" "?null:"text",sequence:t=>t>=" "&&t<="?"?"sequence":t>="@"&&t<="~"?"text":null,string:t=>t==="\x07"?"text":t===`
`||t==="\r"?null:"string"},$t=class{constructor(){this.place="text",this.returned=!1}push(e){if(this.place==="text"&&!this.returned&&!ko.test(e))return e;let n="";for(let r=0;r<e.length;r++)n+=this.take(e[r]);return n}take(e){if(e==="\x1B")return this.place="escape","";if(this.place!=="text"){let r=Au[this.place](e);if(this.place=r??"text",r)return""}let n=this.returned&&e===`
`;return this.returned=e==="\r",n?"":e==="\r"?`
`:ko.test(e)?Su.test(e)?`⟨U+${e.charCodeAt(0).toString(16).toUpperCase()}⟩`:"":e}},So=t=>new $t().push(t);v();var Ao=/^#{1,6}[ \t\n]/,mi=/^ {0,3}(?:`{3,}[^`\n]*\n|~{3})/,To=/^[ \t]*[^\s]/,Tu=/^ {0,3}[^\s]/,Nu=/^(?:[^-*+0-9\s]|[-*+][^\s]|\d{1,9}[^\d.)\s]|\d{1,9}[.)][^\s]|\d{1,9}\s|\d{10})/,Ru=/^(?:[\p{L}("'[<>]|\d{1,9}[^\d.)\n]|\d{10})/u,Ou=/^(?:[-*+]|\d{1,9}[.)])[ \t]+[^\s]/,Lu=/^\|/,No=/^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)/,Cu=/^(?:([-*+])|(\d{1,9})([.)]))(?:[ \t]|$)/,Iu=/^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/,Mu=/^ {0,3}(`{3,}|~{3,})/,mn=class{constructor(){this.done=[],this.line="",this.decided=!1,this.kind=null,this.source="",this.head="",this.lines=0,this.blank=!1,this.continues=!1,this.start=null,this.items=null,this.closing=/$^/}begin(e,n="",r=null){this.kind=n?"table":null,this.source=this.head=n,this.lines=0,this.blank=!1,this.continues=e,this.start=r,this.items=null}push(e){let n=0;for(let r=e.indexOf(`
`);r>=0;r=e.indexOf(`
`,n))this.line+=e.slice(n,r),this.cutLine(),this.look(`${this.line}
`),this.take(),n=r+1;return this.line+=e.slice(n),this.cutLine(),this.line&&this.look(this.line),this.done.splice(0)}get open(){if(!(this.kind===null&&!this.line.trim()))return this.block(this.source+this.line)}block(e){return{kind:this.kind??"text",source:e,continues:this.continues,start:this.start}}look(e){if(this.decided||this.kind===null||this.kind==="code")return;let n=this.isLong(e);if(!n&&!this.startsBlock(e))return;this.decided=!0;let{head:r,items:i}=this;if(this.finish(),!n)return this.begin(!1);this.begin(!0,r,i&&i.first>=0?i.first+i.count:null)}startsBlock(e){return Ao.test(e)?!0:this.kind==="list"?mi.test(e)&&e[0]!==" "?!0:this.blank&&Nu.test(e):mi.test(e)?!0:this.kind==="heading"?To.test(e):this.blank&&Tu.test(e)}isLong(e){let n=this.source.length;return n>=12e3?To.test(e):this.kind==="list"?n>=2e3&&this.items!==null&&Ou.test(e):this.blank||this.kind==="heading"?!1:this.kind==="table"?n>=8e3&&Lu.test(e):n>=2e3&&Ru.test(e)}take(){let e=this.line;if(this.line="",this.decided=!1,this.kind==="code"){this.source+=`${e}
`,this.closing.test(e)&&this.end();return}this.blank=!e.trim(),!(this.blank&&this.kind===null)&&(this.blank||this.classify(e),this.source+=`${e}
`,this.lines++)}classify(e){let n=this.kind===null&&mi.test(`${e}
`)&&Mu.exec(e);n?(this.kind="code",this.closing=new RegExp(`^ {0,3}${n[1]}${n[1][0]}* *$`)):this.kind===null?this.kind=No.test(e)?"list":Ao.test(`${e}
`)?"heading":"text":this.kind==="text"&&(No.test(e)?this.kind="list":this.lines===1&&Iu.test(e)&&this.source.includes("|")&&(this.kind="table",this.head=`${this.source}${e}
`)),this.kind==="list"&&this.count(e)}count(e){let n=Cu.exec(e);if(!n)return;let r=n[1]??n[3];this.items?.mark===r?this.items.count++:this.items={mark:r,first:this.firstNumber(n[2]),count:1}}firstNumber(e){return e===void 0?-1:this.lines===0&&this.start!==null?this.start:Number(e)}finish(){this.done.push(this.block(this.source))}end(){this.finish(),this.begin(!1)}cutLine(){for(;this.kind!=="code"&&this.line.length>8500;){this.look(this.line.slice(0,8500));let e=this.line.slice(8e3,8500).search(/(?<=\s)\p{L}/u),n=/[\udc00-\udfff]/.test(this.line[8500])?1:0,r=e<0?8500+n:8e3+e,i=this.line.slice(r);this.kind??="text",this.source+=this.line.slice(0,r),this.finish(),this.begin(!0),this.line=i,this.decided=!0}}};function Ro(t){let e=new mn,n=e.push(t);return e.open?[...n,e.open]:n}function Hn(t){let e=t.indexOf(`
`),[,n,r]=/^( {0,3})(`{3,}|~{3,})/.exec(t),i=t.slice(n.length+r.length,e).trim().split(/\s+/)[0]??"",s=new RegExp(`(?:^|\\n) {0,3}${r}${r[0]}* *\\n?$`),o=t.slice(e+1),a=s.exec(o);return a?o=o.slice(0,a.index):o.endsWith(`
`)&&(o=o.slice(0,-1)),n&&(o=o.replace(new RegExp(`^ {1,${n.length}}`,"gm"),"")),{lang:i,code:o}}v();var $u=String.raw`(?:[-*+]|\d{1,9}[.)])`,Du=String.raw`[-*+_=#|:~$\x60]+|[-*+]|\d{1,9}[.)]?|${$u}[ \t]+\[[ xX]?\]?|[-:| \t]*`,Pu=new RegExp(String.raw`(?:^|\n)[ \t>]*(?:${Du})[ \t]*$`),zu=/(?:^|\n)[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?:`{3,}[^`\n]*|~{3,}[^\n]*)$/,Oo=String.raw`(?!\n[ \t]*\n)`,bi=String.raw` {0,3}(?:\$\$(?:${Oo}[^$]){1,2000}\$\$|\\\[(?:${Oo}[^]){1,2000}?\\\])`,Bu=new RegExp(`^${bi}`,"gm"),Uu=/!\[[^\]\n]*(?:\](?:\([^()\s]*)?)?$|\[([^[\]\n]*)(?:\](?:\([^()\n]*)?)?$/;function Co(t){let e=t.replace(zu,"").replace(Pu,""),n=Fu(e);if(n)return`${e}
${n}`;if(Hu(e))return`${Lo(e)}
${Gu(e)}`;let r=e.lastIndexOf(`
`)+1;return e.slice(0,r)+Lo(e.slice(r))}function Fu(t){let e=t.split(/\n[ \t]*\n/).at(-1)??"",n=/^ {0,3}(\$\$|\\\[)/m.exec(e.replace(Bu,""));return n&&(n[1]==="$$"?"$$":"\\]")}var Hu=t=>/^\|[^\n]*[^\s|][^\n]*$/.test(t);function Gu(t){let e=t.replace(/\\\|/g,"").replace(/\|?\s*$/,"").split("|").length-1;return`|${"---|".repeat(e)}`}function Lo(t){let e=qu(t);if(e>=0){let i=/^`+/.exec(t.slice(e))?.[0]??"";return t.length>e+i.length?t+i:t.slice(0,e)}let r=t.replace(Uu,"$1").replace(/[*_~`]+$/,i=>Wu(t,i)?i:"").trimEnd();return r+Io(r).reverse().join("")}function qu(t){for(let e=t.indexOf("`");e>=0;e=t.indexOf("`",e)){let n=/^`+/.exec(t.slice(e))?.[0]??"",r=t.slice(e+n.length),i=new RegExp(`(?<!\`)${n}(?!\`)`).exec(r);if(!i)return e;e+=n.length+i.index+n.length}return-1}function Wu(t,e){if(e.includes("`"))return!0;let n=t.slice(0,-e.length);return!/(?:^|\s)$/.test(n)&&Io(n).reverse().join("")===e}function Io(t){let e=[],n=t.replace(/\\.|(`+)[^`]*\1|\$[^$\s][^$]*\$|https?:\/\/\S+/g,r=>"x".repeat(r.length));for(let{0:r,index:i}of n.matchAll(/\*\*|\*|__|_|~~/g)){let[s,o]=[n[i-1]??" ",n[i+r.length]??" "];r[0]==="_"&&/[\p{L}\p{N}]/u.test(s)&&/[\p{L}\p{N}]/u.test(o)||(e.at(-1)===r&&!/\s/.test(s)?e.pop():/\s/.test(o)||e.push(r))}return e}v();var Gn=t=>t.length>12?`…${t.slice(-6)}`:t;function Mo(){let t="http://www.w3.org/2000/svg",e=document.createElementNS(t,"svg"),n=document.createElementNS(t,"path");return e.setAttribute("viewBox","0 0 16 16"),e.setAttribute("aria-hidden","true"),n.setAttribute("fill","none"),n.setAttribute("stroke","currentColor"),n.setAttribute("stroke-width","1.4"),n.setAttribute("d","M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3"),e.append(n),e}async function bn(t){try{await navigator.clipboard.writeText(t)}catch{let e=document.activeElement,n=p("textarea","",{"aria-hidden":"true"});Object.assign(n.style,{position:"fixed",opacity:"0"}),n.value=t,document.body.append(n),n.select(),document.execCommand("copy"),n.remove(),e?.focus({preventScroll:!0})}}function $o(t,e){return async(n,r)=>{let i=r.textContent??"";i.startsWith("copied")||(await bn(n),t("Job id copied"),M(r,"copied".padEnd(i.length," ")),e(()=>M(r,i),1200))}}v();v();var ra=dc(na(),1);var Xn=ra.default;v();function ia(t){let e=t.regex,n={},r={begin:/\$\{/,end:/\}/,contains:["self",{begin:/:-/,contains:[n]}]};Object.assign(n,{className:"variable",variants:[{begin:e.concat(/\$[\w\d#@][\w\d_]*/,"(?![\\w\\d])(?![$])")},r]});let i={className:"subst",begin:/\$\(/,end:/\)/,contains:[t.BACKSLASH_ESCAPE]},s=t.inherit(t.COMMENT(),{match:[/(^|\s)/,/#.*$/],scope:{2:"comment"}}),o={begin:/<<-?\s*(?=\w+)/,starts:{contains:[t.END_SAME_AS_BEGIN({begin:/(\w+)/,end:/(\w+)/,className:"string"})]}},a={className:"string",begin:/"/,end:/"/,contains:[t.BACKSLASH_ESCAPE,n,i]};i.contains.push(a);let l={match:/\\"/},d={className:"string",begin:/'/,end:/'/},u={match:/\\'/},w={begin:/\$?\(\(/,end:/\)\)/,contains:[{begin:/\d+#[0-9a-f]+/,className:"number"},t.NUMBER_MODE,n]},f=["fish","bash","zsh","sh","csh","ksh","tcsh","dash","scsh"],y=t.SHEBANG({binary:`(${f.join("|")})`,relevance:10}),h={className:"function",begin:/\w[\w\d_]*\s*\(\s*\)\s*\{/,returnBegin:!0,contains:[t.inherit(t.TITLE_MODE,{begin:/\w[\w\d_]*/})],relevance:0},_=["if","then","else","elif","fi","time","for","while","until","in","do","done","case","esac","coproc","function","select"],j=["true","false"],S={match:/(\/[a-z._-]+)+/},B=["break","cd","continue","eval","exec","exit","export","getopts","hash","pwd","readonly","return","shift","test","times","trap","umask","unset"],C=["alias","bind","builtin","caller","command","declare","echo","enable","help","let","local","logout","mapfile","printf","read","readarray","source","sudo","type","typeset","ulimit","unalias"],$=["autoload","bg","bindkey","bye","cap","chdir","clone","comparguments","compcall","compctl","compdescribe","compfiles","compgroups","compquote","comptags","comptry","compvalues","dirs","disable","disown","echotc","echoti","emulate","fc","fg","float","functions","getcap","getln","history","integer","jobs","kill","limit","log","noglob","popd","print","pushd","pushln","rehash","sched","setcap","setopt","stat","suspend","ttyctl","unfunction","unhash","unlimit","unsetopt","vared","wait","whence","where","which","zcompile","zformat","zftp","zle","zmodload","zparseopts","zprof","zpty","zregexparse","zsocket","zstyle","ztcp"],O=["chcon","chgrp","chown","chmod","cp","dd","df","dir","dircolors","ln","ls","mkdir","mkfifo","mknod","mktemp","mv","realpath","rm","rmdir","shred","sync","touch","truncate","vdir","b2sum","base32","base64","cat","cksum","comm","csplit","cut","expand","fmt","fold","head","join","md5sum","nl","numfmt","od","paste","ptx","pr","sha1sum","sha224sum","sha256sum","sha384sum","sha512sum","shuf","sort","split","sum","tac","tail","tr","tsort","unexpand","uniq","wc","arch","basename","chroot","date","dirname","du","echo","env","expr","factor","groups","hostid","id","link","logname","nice","nohup","nproc","pathchk","pinky","printenv","printf","pwd","readlink","runcon","seq","sleep","stat","stdbuf","stty","tee","test","timeout","tty","uname","unlink","uptime","users","who","whoami","yes"];return{name:"Bash",aliases:["sh","zsh"],keywords:{$pattern:/\b[a-z][a-z0-9._-]+\b/,keyword:_,literal:j,built_in:[...B,...C,"set","shopt",...$,...O]},contains:[y,t.SHEBANG(),h,w,s,o,S,a,l,d,u,n]}}v();function sa(t){let e=t.regex,n=t.COMMENT("//","$",{contains:[{begin:/\\\n/}]}),r="decltype\\(auto\\)",i="[a-zA-Z_]\\w*::",o="("+r+"|"+e.optional(i)+"[a-zA-Z_]\\w*"+e.optional("<[^<>]+>")+")",a=e.concat(/\batomic_/,e.either("bool","char","schar","uchar","short","ushort","int","uint","long","ulong","llong","ullong","char16_t","char32_t","wchar_t","int_least8_t","uint_least8_t","int_least16_t","uint_least16_t","int_least32_t","uint_least32_t","int_least64_t","uint_least64_t","int_fast8_t","uint_fast8_t","int_fast16_t","uint_fast16_t","int_fast32_t","uint_fast32_t","int_fast64_t","uint_fast64_t","intptr_t","uintptr_t","size_t","ptrdiff_t","intmax_t","uintmax_t"),/\b/),l={className:"type",variants:[{begin:"\\b[a-z\\d_]*_t\\b"},{match:a}]},u={className:"string",variants:[{begin:'(u8?|U|L)?"',end:'"',illegal:"\\n",contains:[t.BACKSLASH_ESCAPE]},{begin:"(u8?|U|L)?'("+"\\\\(x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4,8}|[0-7]{3}|\\S)"+"|.)",end:"'",illegal:"."},t.END_SAME_AS_BEGIN({begin:/(?:u8?|U|L)?R"([^()\\\s"]{0,16})\(/,end:/\)([^()\\\s"]{0,16})"/})]},w={className:"number",variants:[{match:/\b(0b[01']+)/},{match:/(-?)\b([\d']+(\.[\d']*)?|\.[\d']+)((ll|LL|l|L)(u|U)?|(u|U)(ll|LL|l|L)?|f|F|b|B)/},{match:/(-?)\b(0[xX][a-fA-F0-9]+(?:'[a-fA-F0-9]+)*(?:\.[a-fA-F0-9]*(?:'[a-fA-F0-9]*)*)?(?:[pP][-+]?[0-9]+)?(l|L)?(u|U)?)/},{match:/(-?)\b\d+(?:'\d+)*(?:\.\d*(?:'\d*)*)?(?:[eE][-+]?\d+)?/}],relevance:0},f={scope:"meta",begin:/#\s*include\b/,end:/$/,keywords:{keyword:"include"},contains:[{begin:/\\\n/},u,{scope:"string",begin:/<.*?>/},n,t.C_BLOCK_COMMENT_MODE]},y={className:"meta",begin:/#\s*[a-z]+\b/,end:/$/,keywords:{keyword:"if else elif endif define undef warning error line pragma _Pragma ifdef ifndef elifdef elifndef include"},contains:[{begin:/\\\n/,relevance:0},t.inherit(u,{className:"string"}),n,t.C_BLOCK_COMMENT_MODE]},h=[f,y],_={className:"title",begin:e.optional(i)+t.IDENT_RE,relevance:0},j=e.optional(i)+t.IDENT_RE+"\\s*\\(",S=12,$={keyword:["asm","auto","break","case","continue","default","do","else","enum","extern","for","fortran","goto","if","inline","register","restrict","return","sizeof","typeof","typeof_unqual","struct","switch","typedef","union","volatile","while","_Alignas","_Alignof","_Atomic","_Generic","_Noreturn","_Static_assert","_Thread_local","alignas","alignof","noreturn","static_assert","thread_local","_Pragma"],type:["float","double","signed","unsigned","int","short","long","char","void","_Bool","_BitInt","_Complex","_Imaginary","_Decimal32","_Decimal64","_Decimal96","_Decimal128","_Decimal64x","_Decimal128x","_Float16","_Float32","_Float64","_Float128","_Float32x","_Float64x","_Float128x","const","static","constexpr","complex","bool","imaginary"],literal:"true false NULL",built_in:"std string wstring cin cout cerr clog stdin stdout stderr stringstream istringstream ostringstream auto_ptr deque list queue stack vector map set pair bitset multiset multimap unordered_set unordered_map unordered_multiset unordered_multimap priority_queue make_pair array shared_ptr abort terminate abs acos asin atan2 atan calloc ceil cosh cos exit exp fabs floor fmod fprintf fputs free frexp fscanf future isalnum isalpha iscntrl isdigit isgraph islower isprint ispunct isspace isupper isxdigit tolower toupper labs ldexp log10 log malloc realloc memchr memcmp memcpy memset modf pow printf putchar puts scanf sinh sin snprintf sprintf sqrt sscanf strcat strchr strcmp strcpy strcspn strlen strncat strncmp strncpy strpbrk strrchr strspn strstr tanh tan vfprintf vprintf vsprintf endl initializer_list unique_ptr"},O=[...h,l,n,t.C_BLOCK_COMMENT_MODE,w,u],W={variants:[{begin:/=/,end:/;/},{begin:/\(/,end:/\)/},{beginKeywords:"new throw return else",end:/;/}],keywords:$,contains:O.concat([{begin:/\(/,end:/\)/,keywords:$,contains:O.concat(["self"]),relevance:0}]),relevance:0},G={begin:"("+o+"[\\*&\\s]+){1,"+S+"}"+j,returnBegin:!0,end:/[{;=]/,excludeEnd:!0,keywords:$,illegal:/[^\w\s\*&:<>.]/,contains:[{begin:r,keywords:$,relevance:0},{begin:j,returnBegin:!0,contains:[t.inherit(_,{className:"title.function"})],relevance:0},{relevance:0,match:/,/},{className:"params",begin:/\(/,end:/\)/,keywords:$,relevance:0,contains:[n,t.C_BLOCK_COMMENT_MODE,u,w,l,{begin:/\(/,end:/\)/,keywords:$,relevance:0,contains:["self",n,t.C_BLOCK_COMMENT_MODE,u,w,l]}]},l,n,t.C_BLOCK_COMMENT_MODE,...h]};return{name:"C",aliases:["h"],keywords:$,disableAutodetect:!0,illegal:"</",contains:[].concat(W,G,O,[...h,{begin:t.IDENT_RE+"::",keywords:$},{className:"class",beginKeywords:"enum class struct union",end:/[{;:<>=]/,contains:[{beginKeywords:"final class struct"},t.TITLE_MODE]}]),exports:{preprocessor:y,strings:u,keywords:$}}}v();function oa(t){let e=t.regex,n=t.COMMENT("//","$",{contains:[{begin:/\\\n/}]}),r="decltype\\(auto\\)",i="[a-zA-Z_]\\w*::",o="(?!struct)("+r+"|"+e.optional(i)+"[a-zA-Z_]\\w*"+e.optional("<[^<>]+>")+")",a={className:"type",begin:"\\b[a-z\\d_]*_t\\b"},d={className:"string",variants:[{begin:'(u8?|U|L)?"',end:'"',illegal:"\\n",contains:[t.BACKSLASH_ESCAPE]},{begin:"(u8?|U|L)?'("+"\\\\(x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4,8}|[0-7]{3}|\\S)"+"|.)",end:"'",illegal:"."},t.END_SAME_AS_BEGIN({begin:/(?:u8?|U|L)?R"([^()\\\s"]{0,16})\(/,end:/\)([^()\\\s"]{0,16})"/})]},u={className:"number",variants:[{begin:"[+-]?(?:(?:\\b[0-9](?:'?[0-9])*\\.(?:[0-9](?:'?[0-9])*)?|\\.[0-9](?:'?[0-9])*)(?:[Ee][+-]?[0-9](?:'?[0-9])*)?|\\b[0-9](?:'?[0-9])*[Ee][+-]?[0-9](?:'?[0-9])*|\\b0[Xx](?:[0-9A-Fa-f](?:'?[0-9A-Fa-f])*(?:\\.(?:[0-9A-Fa-f](?:'?[0-9A-Fa-f])*)?)?|\\.[0-9A-Fa-f](?:'?[0-9A-Fa-f])*)[Pp][+-]?[0-9](?:'?[0-9])*)(?:[Ff](?:16|32|64|128)?|(BF|bf)16|[Ll]|)"},{begin:"[+-]?\\b(?:0[Bb][01](?:'?[01])*|0[Xx][0-9A-Fa-f](?:'?[0-9A-Fa-f])*|0(?:'?[0-7])*|[1-9](?:'?[0-9])*)(?:[Uu](?:LL?|ll?)|[Uu][Zz]?|(?:LL?|ll?)[Uu]?|[Zz][Uu]|)"}],relevance:0},w={scope:"meta",begin:/#\s*include\b/,end:/$/,keywords:{keyword:"include"},contains:[{begin:/\\\n/},d,{scope:"string",begin:/<.*?>/},n,t.C_BLOCK_COMMENT_MODE]},f={className:"meta",begin:/#\s*[a-z]+\b/,end:/$/,keywords:{keyword:"if else elif endif define undef warning error line pragma _Pragma ifdef ifndef include"},contains:[{begin:/\\\n/,relevance:0},t.inherit(d,{className:"string"}),n,t.C_BLOCK_COMMENT_MODE]},y=[w,f],h={className:"title",begin:e.optional(i)+t.IDENT_RE,relevance:0},_=e.optional(i)+t.IDENT_RE+"\\s*\\(",j=12,S=["alignas","alignof","and","and_eq","asm","atomic_cancel","atomic_commit","atomic_noexcept","auto","bitand","bitor","break","case","catch","class","co_await","co_return","co_yield","compl","concept","const_cast|10","consteval","constexpr","constinit","continue","decltype","default","delete","do","dynamic_cast|10","else","enum","explicit","export","extern","false","final","for","friend","goto","if","import","inline","module","mutable","namespace","new","noexcept","not","not_eq","nullptr","operator","or","or_eq","override","private","protected","public","reflexpr","register","reinterpret_cast|10","requires","return","sizeof","static_assert","static_cast|10","struct","switch","synchronized","template","this","thread_local","throw","transaction_safe","transaction_safe_dynamic","true","try","typedef","typeid","typename","union","using","virtual","volatile","while","xor","xor_eq"],B=["bool","char","char16_t","char32_t","char8_t","double","float","int","long","short","void","wchar_t","unsigned","signed","const","static"],C=["any","auto_ptr","barrier","binary_semaphore","bitset","complex","condition_variable","condition_variable_any","counting_semaphore","deque","false_type","flat_map","flat_set","future","imaginary","initializer_list","istringstream","jthread","latch","lock_guard","multimap","multiset","mutex","optional","ostringstream","packaged_task","pair","promise","priority_queue","queue","recursive_mutex","recursive_timed_mutex","scoped_lock","set","shared_future","shared_lock","shared_mutex","shared_timed_mutex","shared_ptr","stack","string_view","stringstream","timed_mutex","thread","true_type","tuple","unique_lock","unique_ptr","unordered_map","unordered_multimap","unordered_multiset","unordered_set","variant","vector","weak_ptr","wstring","wstring_view"],$=["abort","abs","acos","apply","as_const","asin","atan","atan2","calloc","ceil","cerr","cin","clog","cos","cosh","cout","declval","endl","exchange","exit","exp","fabs","floor","fmod","forward","fprintf","fputs","free","frexp","fscanf","future","invoke","isalnum","isalpha","iscntrl","isdigit","isgraph","islower","isprint","ispunct","isspace","isupper","isxdigit","labs","launder","ldexp","log","log10","make_pair","make_shared","make_shared_for_overwrite","make_tuple","make_unique","malloc","memchr","memcmp","memcpy","memset","modf","move","pow","printf","putchar","puts","realloc","scanf","sin","sinh","snprintf","sprintf","sqrt","sscanf","std","stderr","stdin","stdout","strcat","strchr","strcmp","strcpy","strcspn","strlen","strncat","strncmp","strncpy","strpbrk","strrchr","strspn","strstr","swap","tan","tanh","terminate","to_underlying","tolower","toupper","vfprintf","visit","vprintf","vsprintf"],G={type:B,keyword:S,literal:["NULL","false","nullopt","nullptr","true"],built_in:["_Pragma"],_type_hints:C},D={className:"function.dispatch",relevance:0,keywords:{_hint:$},begin:e.concat(/\b/,`(?!${S.join("|")})`,t.IDENT_RE,e.lookahead(/(<[^<>]+>|)\s*\(/))},U=[D,...y,a,n,t.C_BLOCK_COMMENT_MODE,u,d],V={variants:[{begin:/=/,end:/;/},{begin:/\(/,end:/\)/},{beginKeywords:"new throw return else",end:/;/}],keywords:G,contains:U.concat([{begin:/\(/,end:/\)/,keywords:G,contains:U.concat(["self"]),relevance:0}]),relevance:0},L={className:"function",begin:"("+o+"[\\*&\\s]+){1,"+j+"}"+_,returnBegin:!0,end:/[{;=]/,excludeEnd:!0,keywords:G,illegal:/[^\w\s\*&:<>.]/,contains:[{begin:r,keywords:G,relevance:0},{begin:_,returnBegin:!0,contains:[h],relevance:0},{begin:/::/,relevance:0},{begin:/:/,endsWithParent:!0,contains:[d,u]},{relevance:0,match:/,/},{className:"params",begin:/\(/,end:/\)/,keywords:G,relevance:0,contains:[n,t.C_BLOCK_COMMENT_MODE,d,u,a,{begin:/\(/,end:/\)/,keywords:G,relevance:0,contains:["self",n,t.C_BLOCK_COMMENT_MODE,d,u,a]}]},a,n,t.C_BLOCK_COMMENT_MODE,...y]};return{name:"C++",aliases:["cc","c++","h++","hpp","hh","hxx","cxx"],keywords:G,illegal:"</",classNameAliases:{"function.dispatch":"built_in"},contains:[].concat(V,L,D,U,[...y,{begin:"\\b(deque|list|queue|priority_queue|pair|stack|vector|map|set|bitset|multiset|multimap|unordered_map|unordered_set|unordered_multiset|unordered_multimap|array|tuple|optional|variant|function|flat_map|flat_set)\\s*<(?!<)",end:">",keywords:G,contains:["self",a]},{begin:t.IDENT_RE+"::",keywords:G},{match:[/\b(?:enum(?:\s+(?:class|struct))?|class|struct|union)/,/\s+/,/\w+/],className:{1:"keyword",3:"title.class"}}])}}v();var $p=t=>({IMPORTANT:{scope:"meta",begin:"!important"},BLOCK_COMMENT:t.C_BLOCK_COMMENT_MODE,HEXCOLOR:{scope:"number",begin:/#(([0-9a-fA-F]{3,4})|(([0-9a-fA-F]{2}){3,4}))\b/},UNICODE_RANGE:{scope:"number",begin:/\b[Uu]\+[0-9A-Fa-f][0-9A-Fa-f?]{0,5}(-[0-9A-Fa-f][0-9A-Fa-f]{0,5})?/},FUNCTION_DISPATCH:{className:"built_in",begin:/[\w-]+(?=\()/},ATTRIBUTE_SELECTOR_MODE:{scope:"selector-attr",begin:/\[/,end:/\]/,illegal:"$",contains:[t.APOS_STRING_MODE,t.QUOTE_STRING_MODE]},CSS_NUMBER_MODE:{scope:"number",begin:t.NUMBER_RE+"(%|em|ex|ch|rem|vw|vh|vmin|vmax|cm|mm|in|pt|pc|px|deg|grad|rad|turn|s|ms|Hz|kHz|dpi|dpcm|dppx)?",relevance:0},CSS_VARIABLE:{className:"attr",begin:/--[A-Za-z_][A-Za-z0-9_-]*/}}),Dp=["a","abbr","address","article","aside","audio","b","blockquote","body","button","canvas","caption","cite","code","dd","del","details","dfn","div","dl","dt","em","fieldset","figcaption","figure","footer","form","h1","h2","h3","h4","h5","h6","header","hgroup","html","i","iframe","img","input","ins","kbd","label","legend","li","main","mark","menu","nav","object","ol","optgroup","option","p","picture","q","quote","samp","section","select","source","span","strong","summary","sup","table","tbody","td","textarea","tfoot","th","thead","time","tr","ul","var","video"],Pp=["defs","g","marker","mask","pattern","svg","switch","symbol","feBlend","feColorMatrix","feComponentTransfer","feComposite","feConvolveMatrix","feDiffuseLighting","feDisplacementMap","feFlood","feGaussianBlur","feImage","feMerge","feMorphology","feOffset","feSpecularLighting","feTile","feTurbulence","linearGradient","radialGradient","stop","circle","ellipse","image","line","path","polygon","polyline","rect","text","use","textPath","tspan","foreignObject","clipPath"],zp=[...Dp,...Pp],Bp=["any-hover","any-pointer","aspect-ratio","color","color-gamut","color-index","device-aspect-ratio","device-height","device-width","display-mode","forced-colors","grid","height","hover","inverted-colors","monochrome","orientation","overflow-block","overflow-inline","pointer","prefers-color-scheme","prefers-contrast","prefers-reduced-motion","prefers-reduced-transparency","resolution","scan","scripting","update","width","min-width","max-width","min-height","max-height"].sort().reverse(),Up=["active","any-link","blank","checked","current","default","defined","dir","disabled","drop","empty","enabled","first","first-child","first-of-type","fullscreen","future","focus","focus-visible","focus-within","has","host","host-context","hover","indeterminate","in-range","invalid","is","lang","last-child","last-of-type","left","link","local-link","not","nth-child","nth-col","nth-last-child","nth-last-col","nth-last-of-type","nth-of-type","only-child","only-of-type","optional","out-of-range","past","placeholder-shown","read-only","read-write","required","right","root","scope","target","target-within","user-invalid","valid","visited","where"].sort().reverse(),Fp=["after","backdrop","before","cue","cue-region","first-letter","first-line","grammar-error","marker","part","placeholder","selection","slotted","spelling-error"].sort().reverse(),Hp=["accent-color","align-content","align-items","align-self","alignment-baseline","all","anchor-name","animation","animation-composition","animation-delay","animation-direction","animation-duration","animation-fill-mode","animation-iteration-count","animation-name","animation-play-state","animation-range","animation-range-end","animation-range-start","animation-timeline","animation-timing-function","appearance","aspect-ratio","backdrop-filter","backface-visibility","background","background-attachment","background-blend-mode","background-clip","background-color","background-image","background-origin","background-position","background-position-x","background-position-y","background-repeat","background-size","baseline-shift","block-size","border","border-block","border-block-color","border-block-end","border-block-end-color","border-block-end-style","border-block-end-width","border-block-start","border-block-start-color","border-block-start-style","border-block-start-width","border-block-style","border-block-width","border-bottom","border-bottom-color","border-bottom-left-radius","border-bottom-right-radius","border-bottom-style","border-bottom-width","border-collapse","border-color","border-end-end-radius","border-end-start-radius","border-image","border-image-outset","border-image-repeat","border-image-slice","border-image-source","border-image-width","border-inline","border-inline-color","border-inline-end","border-inline-end-color","border-inline-end-style","border-inline-end-width","border-inline-start","border-inline-start-color","border-inline-start-style","border-inline-start-width","border-inline-style","border-inline-width","border-left","border-left-color","border-left-style","border-left-width","border-radius","border-right","border-right-color","border-right-style","border-right-width","border-spacing","border-start-end-radius","border-start-start-radius","border-style","border-top","border-top-color","border-top-left-radius","border-top-right-radius","border-top-style","border-top-width","border-width","bottom","box-align","box-decoration-break","box-direction","box-flex","box-flex-group","box-lines","box-ordinal-group","box-orient","box-pack","box-shadow","box-sizing","break-after","break-before","break-inside","caption-side","caret-color","clear","clip","clip-path","clip-rule","color","color-interpolation","color-interpolation-filters","color-profile","color-rendering","color-scheme","column-count","column-fill","column-gap","column-rule","column-rule-color","column-rule-style","column-rule-width","column-span","column-width","columns","contain","contain-intrinsic-block-size","contain-intrinsic-height","contain-intrinsic-inline-size","contain-intrinsic-size","contain-intrinsic-width","container","container-name","container-type","content","content-visibility","corner-bottom-left-shape","corner-bottom-right-shape","corner-shape","corner-top-left-shape","corner-top-right-shape","counter-increment","counter-reset","counter-set","cue","cue-after","cue-before","cursor","cx","cy","direction","display","dominant-baseline","empty-cells","enable-background","field-sizing","fill","fill-opacity","fill-rule","filter","flex","flex-basis","flex-direction","flex-flow","flex-grow","flex-shrink","flex-wrap","float","flood-color","flood-opacity","flow","font","font-display","font-family","font-feature-settings","font-kerning","font-language-override","font-optical-sizing","font-palette","font-size","font-size-adjust","font-smooth","font-smoothing","font-stretch","font-style","font-synthesis","font-synthesis-position","font-synthesis-small-caps","font-synthesis-style","font-synthesis-weight","font-variant","font-variant-alternates","font-variant-caps","font-variant-east-asian","font-variant-emoji","font-variant-ligatures","font-variant-numeric","font-variant-position","font-variation-settings","font-weight","forced-color-adjust","gap","glyph-orientation-horizontal","glyph-orientation-vertical","grid","grid-area","grid-auto-columns","grid-auto-flow","grid-auto-rows","grid-column","grid-column-end","grid-column-start","grid-gap","grid-row","grid-row-end","grid-row-start","grid-template","grid-template-areas","grid-template-columns","grid-template-rows","hanging-punctuation","height","hyphenate-character","hyphenate-limit-chars","hyphens","icon","image-orientation","image-rendering","image-resolution","ime-mode","initial-letter","initial-letter-align","inline-size","inset","inset-area","inset-block","inset-block-end","inset-block-start","inset-inline","inset-inline-end","inset-inline-start","isolation","justify-content","justify-items","justify-self","kerning","left","letter-spacing","lighting-color","line-break","line-height","line-height-step","list-style","list-style-image","list-style-position","list-style-type","margin","margin-block","margin-block-end","margin-block-start","margin-bottom","margin-inline","margin-inline-end","margin-inline-start","margin-left","margin-right","margin-top","margin-trim","marker","marker-end","marker-mid","marker-start","marks","mask","mask-border","mask-border-mode","mask-border-outset","mask-border-repeat","mask-border-slice","mask-border-source","mask-border-width","mask-clip","mask-composite","mask-image","mask-mode","mask-origin","mask-position","mask-repeat","mask-size","mask-type","masonry-auto-flow","math-depth","math-shift","math-style","max-block-size","max-height","max-inline-size","max-width","min-block-size","min-height","min-inline-size","min-width","mix-blend-mode","nav-down","nav-index","nav-left","nav-right","nav-up","none","normal","object-fit","object-position","offset","offset-anchor","offset-distance","offset-path","offset-position","offset-rotate","opacity","order","orphans","outline","outline-color","outline-offset","outline-style","outline-width","overflow","overflow-anchor","overflow-block","overflow-clip-margin","overflow-inline","overflow-wrap","overflow-x","overflow-y","overlay","overscroll-behavior","overscroll-behavior-block","overscroll-behavior-inline","overscroll-behavior-x","overscroll-behavior-y","padding","padding-block","padding-block-end","padding-block-start","padding-bottom","padding-inline","padding-inline-end","padding-inline-start","padding-left","padding-right","padding-top","page","page-break-after","page-break-before","page-break-inside","paint-order","pause","pause-after","pause-before","perspective","perspective-origin","place-content","place-items","place-self","pointer-events","position","position-anchor","position-visibility","print-color-adjust","quotes","r","resize","rest","rest-after","rest-before","right","rotate","row-gap","ruby-align","ruby-position","scale","scroll-behavior","scroll-margin","scroll-margin-block","scroll-margin-block-end","scroll-margin-block-start","scroll-margin-bottom","scroll-margin-inline","scroll-margin-inline-end","scroll-margin-inline-start","scroll-margin-left","scroll-margin-right","scroll-margin-top","scroll-padding","scroll-padding-block","scroll-padding-block-end","scroll-padding-block-start","scroll-padding-bottom","scroll-padding-inline","scroll-padding-inline-end","scroll-padding-inline-start","scroll-padding-left","scroll-padding-right","scroll-padding-top","scroll-snap-align","scroll-snap-stop","scroll-snap-type","scroll-timeline","scroll-timeline-axis","scroll-timeline-name","scrollbar-color","scrollbar-gutter","scrollbar-width","shape-image-threshold","shape-margin","shape-outside","shape-rendering","speak","speak-as","src","stop-color","stop-opacity","stroke","stroke-dasharray","stroke-dashoffset","stroke-linecap","stroke-linejoin","stroke-miterlimit","stroke-opacity","stroke-width","tab-size","table-layout","text-align","text-align-all","text-align-last","text-anchor","text-combine-upright","text-decoration","text-decoration-color","text-decoration-line","text-decoration-skip","text-decoration-skip-ink","text-decoration-style","text-decoration-thickness","text-emphasis","text-emphasis-color","text-emphasis-position","text-emphasis-style","text-indent","text-justify","text-orientation","text-overflow","text-rendering","text-shadow","text-size-adjust","text-transform","text-underline-offset","text-underline-position","text-wrap","text-wrap-mode","text-wrap-style","timeline-scope","top","touch-action","transform","transform-box","transform-origin","transform-style","transition","transition-behavior","transition-delay","transition-duration","transition-property","transition-timing-function","translate","unicode-bidi","unicode-range","user-modify","user-select","vector-effect","vertical-align","view-timeline","view-timeline-axis","view-timeline-inset","view-timeline-name","view-transition-name","visibility","voice-balance","voice-duration","voice-family","voice-pitch","voice-range","voice-rate","voice-stress","voice-volume","white-space","white-space-collapse","widows","width","will-change","word-break","word-spacing","word-wrap","writing-mode","x","y","z-index","zoom"].sort().reverse();function aa(t){let e=t.regex,n=$p(t),r={begin:/-(webkit|moz|ms|o)-(?=[a-z])/},i="and or not only",s=/@-?\w[\w]*(-\w+)*/,o="[a-zA-Z-][a-zA-Z0-9_-]*",a=[t.APOS_STRING_MODE,t.QUOTE_STRING_MODE];return{name:"CSS",case_insensitive:!0,illegal:/[=|'\$]/,keywords:{keyframePosition:"from to"},classNameAliases:{keyframePosition:"selector-tag"},contains:[n.BLOCK_COMMENT,r,n.CSS_NUMBER_MODE,{className:"selector-id",begin:/#[A-Za-z0-9_-]+/,relevance:0},{className:"selector-class",begin:"\\."+o,relevance:0},n.ATTRIBUTE_SELECTOR_MODE,{className:"selector-pseudo",variants:[{begin:":("+Up.join("|")+")"},{begin:":(:)?("+Fp.join("|")+")"}]},n.CSS_VARIABLE,{className:"attribute",begin:"\\b("+Hp.join("|")+")\\b"},{begin:/:/,end:/[;}{]/,contains:[n.BLOCK_COMMENT,n.HEXCOLOR,n.IMPORTANT,n.CSS_NUMBER_MODE,n.UNICODE_RANGE,...a,{begin:/(url|data-uri)\(/,end:/\)/,relevance:0,keywords:{built_in:"url data-uri"},contains:[...a,{className:"string",begin:/[^)]/,endsWithParent:!0,excludeEnd:!0}]},n.FUNCTION_DISPATCH]},{begin:e.lookahead(/@/),end:"[{;]",relevance:0,illegal:/:/,contains:[{className:"keyword",begin:s},{begin:/\s/,endsWithParent:!0,excludeEnd:!0,relevance:0,keywords:{$pattern:/[a-z-]+/,keyword:i,attribute:Bp.join(" ")},contains:[{begin:/[a-z-]+(?=:)/,className:"attribute"},...a,n.CSS_NUMBER_MODE]}]},{className:"selector-tag",begin:"\\b("+zp.join("|")+")\\b"}]}}v();function la(t){let e=t.regex;return{name:"Diff",aliases:["patch"],contains:[{className:"meta",relevance:10,match:e.either(/^@@ +-\d+,\d+ +\+\d+,\d+ +@@/,/^@@ +-\d+ +\+\d+,\d+ +@@/,/^@@ +-\d+,\d+ +\+\d+ +@@/,/^@@ +-\d+ +\+\d+ +@@/,/^\*\*\* +\d+,\d+ +\*\*\*\*$/,/^--- +\d+,\d+ +----$/)},{className:"comment",variants:[{begin:e.either(/Index: /,/^index/,/={3,}/,/^-{3}/,/^\*{3} /,/^\+{3}/,/^diff --git/),end:/$/},{match:/^\*{15}$/}]},{className:"addition",begin:/^\+/,end:/$/},{className:"deletion",begin:/^-/,end:/$/},{className:"addition",begin:/^!/,end:/$/}]}}v();function ca(t){let s={keyword:["break","case","chan","const","continue","default","defer","else","fallthrough","for","func","go","goto","if","import","interface","map","package","range","return","select","struct","switch","type","var"],type:["bool","byte","complex64","complex128","error","float32","float64","int8","int16","int32","int64","string","uint8","uint16","uint32","uint64","int","uint","uintptr","rune"],literal:["true","false","iota","nil"],built_in:["append","cap","close","complex","copy","imag","len","make","new","panic","print","println","real","recover","delete"]};return{name:"Go",aliases:["golang"],keywords:s,illegal:"</",contains:[t.C_LINE_COMMENT_MODE,t.C_BLOCK_COMMENT_MODE,{className:"string",variants:[t.QUOTE_STRING_MODE,t.APOS_STRING_MODE,{begin:"`",end:"`"}]},{className:"number",variants:[{match:/-?\b0[xX]\.[a-fA-F0-9](_?[a-fA-F0-9])*[pP][+-]?\d(_?\d)*i?/,relevance:0},{match:/-?\b0[xX](_?[a-fA-F0-9])+((\.([a-fA-F0-9](_?[a-fA-F0-9])*)?)?[pP][+-]?\d(_?\d)*)?i?/,relevance:0},{match:/-?\b0[oO](_?[0-7])*i?/,relevance:0},{match:/-?\b0[bB](_?[01])*i?/,relevance:0},{match:/-?\.\d(_?\d)*([eE][+-]?\d(_?\d)*)?i?/,relevance:0},{match:/-?\b\d(_?\d)*(\.(\d(_?\d)*)?)?([eE][+-]?\d(_?\d)*)?i?/,relevance:0}]},{begin:/:=/},{className:"function",beginKeywords:"func",end:"\\s*(\\{|$)",excludeEnd:!0,contains:[t.TITLE_MODE,{className:"params",begin:/\(/,end:/\)/,endsParent:!0,keywords:s,illegal:/["']/}]}]}}v();var en="[0-9](_*[0-9])*",Vn=`\\.(${en})`,Jn="[0-9a-fA-F](_*[0-9a-fA-F])*",da={className:"number",variants:[{begin:`(\\b(${en})((${Vn})|\\.)?|(${Vn}))[eE][+-]?(${en})[fFdD]?\\b`},{begin:`\\b(${en})((${Vn})[fFdD]?\\b|\\.([fFdD]\\b)?)`},{begin:`(${Vn})[fFdD]?\\b`},{begin:`\\b(${en})[fFdD]\\b`},{begin:`\\b0[xX]((${Jn})\\.?|(${Jn})?\\.(${Jn}))[pP][+-]?(${en})[fFdD]?\\b`},{begin:"\\b(0|[1-9](_*[0-9])*)[lL]?\\b"},{begin:`\\b0[xX](${Jn})[lL]?\\b`},{begin:"\\b0(_*[0-7])*[lL]?\\b"},{begin:"\\b0[bB][01](_*[01])*[lL]?\\b"}],relevance:0};function ua(t,e,n){return n===-1?"":t.replace(e,r=>ua(t,e,n-1))}function pa(t){let e=t.regex,n="[À-ʸa-zA-Z_$][À-ʸa-zA-Z_$0-9]*",r="(?:(?:\\s*\\[\\s*])+)?",i=n+"<@@@>"+r,o="(?:"+("\\?(?:\\s+(?:extends|super)\\s+"+i+")?")+"|"+i+")",a=ua("(?:\\s*<\\s*"+o+"(?:\\s*,\\s*"+o+")*\\s*>)?",/<@@@>/g,2),f={keyword:["synchronized","abstract","private","var","static","if","const ","for","while","strictfp","finally","protected","import","native","final","void","enum","else","break","transient","catch","instanceof","volatile","case","assert","package","default","public","try","switch","continue","throws","protected","public","private","module","requires","exports","do","sealed","yield","permits","goto","when"],literal:["false","true","null"],type:["char","boolean","long","float","int","byte","short","double"],built_in:["super","this"]},y={className:"meta",begin:"@"+n,contains:[{begin:/\(/,end:/\)/,contains:["self"]}]},h={className:"params",begin:/\(/,end:/\)/,keywords:f,relevance:0,contains:[t.C_BLOCK_COMMENT_MODE],endsParent:!0};return{name:"Java",aliases:["jsp"],keywords:f,illegal:/<\/|#/,contains:[t.COMMENT("/\\*\\*","\\*/",{relevance:0,contains:[{begin:/\w+@/,relevance:0},{className:"doctag",begin:"@[A-Za-z]+"}]}),{begin:/import java\.[a-z]+\./,keywords:"import",relevance:2},t.C_LINE_COMMENT_MODE,t.C_BLOCK_COMMENT_MODE,{begin:/"""/,end:/"""/,className:"string",contains:[t.BACKSLASH_ESCAPE]},t.APOS_STRING_MODE,t.QUOTE_STRING_MODE,{match:[/\b(?:class|interface|enum|extends|implements|new)/,/\s+/,n],className:{1:"keyword",3:"title.class"}},{match:/non-sealed/,scope:"keyword"},{beginKeywords:"new throw return else yield assert",relevance:0},{begin:[n,e.concat(a,r,/\s+/),n,r,/\s*/,/=(?!=)/],className:{1:"type",3:"variable",6:"operator"}},{begin:[/record/,/\s+/,n],className:{1:"keyword",3:"title.class"},contains:[h,t.C_LINE_COMMENT_MODE,t.C_BLOCK_COMMENT_MODE]},{begin:[n,e.concat(a,r,/\s+/),n,/\s*(?=\()/],className:{1:"type",3:"title.function"},keywords:f,contains:[{className:"params",begin:/\(/,end:/\)/,keywords:f,relevance:0,contains:[y,t.APOS_STRING_MODE,t.QUOTE_STRING_MODE,da,t.C_BLOCK_COMMENT_MODE]},t.C_LINE_COMMENT_MODE,t.C_BLOCK_COMMENT_MODE]},da,y]}}v();var fa="[A-Za-z$_][0-9A-Za-z$_]*",Gp=["as","in","of","if","for","while","finally","var","new","function","do","return","void","else","break","catch","instanceof","with","throw","case","default","try","switch","continue","typeof","delete","let","yield","const","class","debugger","async","await","static","import","from","export","extends","using"],qp=["true","false","null","undefined","NaN","Infinity"],ha=["Object","Function","Boolean","Symbol","Math","Date","Number","BigInt","String","RegExp","Array","Float32Array","Float64Array","Int8Array","Uint8Array","Uint8ClampedArray","Int16Array","Int32Array","Uint16Array","Uint32Array","BigInt64Array","BigUint64Array","Set","Map","WeakSet","WeakMap","ArrayBuffer","SharedArrayBuffer","Atomics","DataView","JSON","Promise","Generator","GeneratorFunction","AsyncFunction","Reflect","Proxy","Intl","WebAssembly"],ga=["Error","EvalError","InternalError","RangeError","ReferenceError","SyntaxError","TypeError","URIError"],wa=["setInterval","setTimeout","clearInterval","clearTimeout","require","exports","eval","isFinite","isNaN","parseFloat","parseInt","decodeURI","decodeURIComponent","encodeURI","encodeURIComponent","escape","unescape"],Wp=["arguments","this","super","console","window","document","localStorage","sessionStorage","module","self","global"],Kp=[].concat(wa,ha,ga);function ma(t){let e=t.regex,n=(F,{after:Y})=>{let ie="</"+F[0].slice(1);return F.input.indexOf(ie,Y)!==-1},r=fa,i={begin:"<>",end:"</>"},s=/<[A-Za-z0-9\\._:-]+\s*\/>/,o={begin:/<[A-Za-z0-9\\._:-]+/,end:/\/[A-Za-z0-9\\._:-]+>|\/>/,isTrulyOpeningTag:(F,Y)=>{let ie=F[0].length+F.index,oe=F.input[ie];if(oe==="<"||oe===","){Y.ignoreMatch();return}oe===">"&&(n(F,{after:ie})||Y.ignoreMatch());let de,Le=F.input.substring(ie);if(de=Le.match(/^\s*=/)){Y.ignoreMatch();return}if((de=Le.match(/^\s+extends\s+/))&&de.index===0){Y.ignoreMatch();return}}},a={$pattern:fa,keyword:Gp,literal:qp,built_in:Kp,"variable.language":Wp},l="[0-9](_?[0-9])*",d=`\\.(${l})`,u="0|[1-9](_?[0-9])*|0[0-7]*[89][0-9]*",w={className:"number",variants:[{begin:`(\\b(${u})((${d})|\\.)?|(${d}))[eE][+-]?(${l})\\b`},{begin:`\\b(${u})\\b((${d})\\b|\\.)?|(${d})\\b`},{begin:"\\b(0|[1-9](_?[0-9])*)n\\b"},{begin:"\\b0[xX][0-9a-fA-F](_?[0-9a-fA-F])*n?\\b"},{begin:"\\b0[bB][0-1](_?[0-1])*n?\\b"},{begin:"\\b0[oO][0-7](_?[0-7])*n?\\b"},{begin:"\\b0[0-7]+n?\\b"}],relevance:0},f={className:"subst",begin:"\\$\\{",end:"\\}",keywords:a,contains:[]},y={begin:".?html`",end:"",starts:{end:"`",returnEnd:!1,contains:[t.BACKSLASH_ESCAPE,f],subLanguage:"xml"}},h={begin:".?css`",end:"",starts:{end:"`",returnEnd:!1,contains:[t.BACKSLASH_ESCAPE,f],subLanguage:"css"}},_={begin:".?gql`",end:"",starts:{end:"`",returnEnd:!1,contains:[t.BACKSLASH_ESCAPE,f],subLanguage:"graphql"}},j={className:"string",begin:"`",end:"`",contains:[t.BACKSLASH_ESCAPE,f]},B={className:"comment",variants:[t.COMMENT(/\/\*\*(?!\/)/,"\\*/",{relevance:0,contains:[{begin:"(?=@[A-Za-z]+)",relevance:0,contains:[{className:"doctag",begin:"@[A-Za-z]+"},{className:"type",begin:"\\{",end:"\\}",excludeEnd:!0,excludeBegin:!0,relevance:0},{className:"variable",begin:r+"(?=\\s*(-)|$)",endsParent:!0,relevance:0},{begin:/(?=[^\n])\s/,relevance:0}]}]}),t.C_BLOCK_COMMENT_MODE,t.C_LINE_COMMENT_MODE]},C=[t.APOS_STRING_MODE,t.QUOTE_STRING_MODE,y,h,_,j,{match:/\$\d+/},w];f.contains=C.concat({begin:/\{/,end:/\}/,keywords:a,contains:["self"].concat(C)});let $=[].concat(B,f.contains),O=$.concat([{begin:/(\s*)\(/,end:/\)/,keywords:a,contains:["self"].concat($)}]),W={className:"params",begin:/(\s*)\(/,end:/\)/,excludeBegin:!0,excludeEnd:!0,keywords:a,contains:O},G={variants:[{match:[/class/,/\s+/,r,/\s+/,/extends/,/\s+/,e.concat(r,"(",e.concat(/\./,r),")*")],scope:{1:"keyword",3:"title.class",5:"keyword",7:"title.class.inherited"}},{match:[/class/,/\s+/,r],scope:{1:"keyword",3:"title.class"}}]},D={relevance:0,match:e.either(/\bJSON/,/\b[A-Z][a-z]+([A-Z][a-z]*|\d)*/,/\b[A-Z]{2,}([A-Z][a-z]+|\d)+([A-Z][a-z]*)*/,/\b[A-Z]{2,}[a-z]+([A-Z][a-z]+|\d)*([A-Z][a-z]*)*/),className:"title.class",keywords:{_:[...ha,...ga]}},U={label:"use_strict",className:"meta",relevance:10,begin:/^\s*['"]use (strict|asm)['"]/},V={variants:[{match:[/function/,/\s+/,r,/(?=\s*\()/]},{match:[/function/,/\s*(?=\()/]}],className:{1:"keyword",3:"title.function"},label:"func.def",contains:[W],illegal:/%/},L={relevance:0,match:/\b[A-Z][A-Z_0-9]+\b/,className:"variable.constant"};function k(F){return e.concat("(?!",F.join("|"),")")}let P={match:e.concat(/\b/,k([...wa,"super","import","await"].map(F=>`${F}\\s*\\(`)),r,e.lookahead(/\s*\(/)),className:"title.function",relevance:0},x={begin:e.concat(/\./,e.lookahead(e.concat(r,/(?![0-9A-Za-z$_(])/))),end:r,excludeBegin:!0,keywords:"prototype",className:"property",relevance:0},E={match:[/get|set/,/\s+/,r,/(?=\()/],className:{1:"keyword",3:"title.function"},contains:[{begin:/\(\)/},W]},b="(\\([^()]*(\\([^()]*(\\([^()]*\\)[^()]*)*\\)[^()]*)*\\)|"+t.UNDERSCORE_IDENT_RE+")\\s*=>",A={match:[/const|var|let/,/\s+/,r,/\s*/,/=\s*/,/(async\s*)?/,e.lookahead(b)],keywords:"async",className:{1:"keyword",3:"title.function"},contains:[W]};return{name:"JavaScript",aliases:["js","jsx","mjs","cjs"],keywords:a,exports:{PARAMS_CONTAINS:O,CLASS_REFERENCE:D},illegal:/#(?![$_A-Za-z])/,contains:[t.SHEBANG({label:"shebang",binary:"node",relevance:5}),U,t.APOS_STRING_MODE,t.QUOTE_STRING_MODE,y,h,_,j,B,{match:/\$\d+/},w,D,{scope:"attr",match:r+e.lookahead(":"),relevance:0},A,{begin:"("+t.RE_STARTERS_RE+"|\\b(case|return|throw)\\b)\\s*",keywords:"return throw case",relevance:0,contains:[B,t.REGEXP_MODE,{className:"function",begin:b,returnBegin:!0,end:"\\s*=>",contains:[{className:"params",variants:[{begin:t.UNDERSCORE_IDENT_RE,relevance:0},{className:null,begin:/\(\s*\)/,skip:!0},{begin:/(\s*)\(/,end:/\)/,excludeBegin:!0,excludeEnd:!0,keywords:a,contains:O}]}]},{begin:/,/,relevance:0},{match:/\s+/,relevance:0},{variants:[{begin:i.begin,end:i.end},{match:s},{begin:o.begin,"on:begin":o.isTrulyOpeningTag,end:o.end}],subLanguage:"xml",contains:[{begin:o.begin,end:o.end,skip:!0,contains:["self"]}]}]},V,{beginKeywords:"while if switch catch for"},{begin:"\\b(?!function)"+t.UNDERSCORE_IDENT_RE+"\\([^()]*(\\([^()]*(\\([^()]*\\)[^()]*)*\\)[^()]*)*\\)\\s*\\{",returnBegin:!0,label:"func.def",contains:[W,t.inherit(t.TITLE_MODE,{begin:r,className:"title.function"})]},{match:/\.\.\./,relevance:0},x,{match:"\\$"+r,relevance:0},{match:[/\bconstructor(?=\s*\()/],className:{1:"title.function"},contains:[W]},P,L,G,E,{match:/\$[(.]/}]}}v();var Zp="([-+]?)(\\b0[xX][a-fA-F0-9]+|(\\b\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?)|NaN|[-+]?Infinity",Yp={scope:"number",match:Zp,relevance:0};function ba(t){let e={className:"attr",begin:/(("(\\.|[^\\"\r\n])*")|('(\\.|[^\\'\r\n])*'))(?=\s*:)/,relevance:1.01},n={match:/[{}[\],:]/,className:"punctuation",relevance:0},r=["true","false","null"],i={scope:"literal",beginKeywords:r.join(" ")};return{name:"JSON",aliases:["jsonc","json5"],keywords:{literal:r},contains:[e,n,t.APOS_STRING_MODE,t.QUOTE_STRING_MODE,i,Yp,t.C_LINE_COMMENT_MODE,t.C_BLOCK_COMMENT_MODE],illegal:"\\S"}}v();function xa(t){let e=t.regex,n={begin:/<\/?[A-Za-z_]/,end:">",subLanguage:"xml",relevance:0},r={match:/^ {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$/},i={className:"code",variants:[{begin:"(`{3,})[^`](.|\\n)*?\\1`*[ ]*"},{begin:"(~{3,})[^~](.|\\n)*?\\1~*[ ]*"},{begin:"```",end:"```+[ ]*$"},{begin:"~~~",end:"~~~+[ ]*$"},{begin:"`.+?`"},{begin:"(?=^( {4}|\\t))",contains:[{begin:"^( {4}|\\t)",end:"(\\n)$"}],relevance:0}]},s={className:"bullet",begin:"^[ 	]*([*+-]|(\\d+\\.))(?=\\s+)",end:"\\s+",excludeEnd:!0},o={begin:/^\[[^\n]+\]:/,returnBegin:!0,contains:[{className:"symbol",begin:/\[/,end:/\]/,excludeBegin:!0,excludeEnd:!0},{className:"link",begin:/:\s*/,end:/$/,excludeBegin:!0}]},a=/[A-Za-z][A-Za-z0-9+.-]*/,l={variants:[{begin:/\[.+?\]\[.*?\]/,relevance:0},{begin:/\[.+?\]\(((data|javascript|mailto):|(?:http|ftp)s?:\/\/).*?\)/,relevance:2},{begin:e.concat(/\[.+?\]\(/,a,/:\/\/.*?\)/),relevance:2},{begin:/\[.+?\]\([./?&#].*?\)/,relevance:1},{begin:/\[.*?\]\(.*?\)/,relevance:0}],returnBegin:!0,contains:[{match:/\[(?=\])/},{className:"string",relevance:0,begin:"\\[",end:"\\]",excludeBegin:!0,returnEnd:!0},{className:"link",relevance:0,begin:"\\]\\(",end:"\\)",excludeBegin:!0,excludeEnd:!0},{className:"symbol",relevance:0,begin:"\\]\\[",end:"\\]",excludeBegin:!0,excludeEnd:!0}]},d={className:"strong",contains:[],variants:[{begin:/_{2}(?!\s)/,end:/_{2}/},{begin:/\*{2}(?!\s)/,end:/\*{2}/}]},u={className:"emphasis",contains:[],variants:[{begin:/\*(?![*\s])/,end:/\*/},{begin:/_(?![_\s])/,end:/_/,relevance:0}]},w=t.inherit(d,{contains:[]}),f=t.inherit(u,{contains:[]});d.contains.push(f),u.contains.push(w);let y=[n,l];return[d,u,w,f].forEach(S=>{S.contains=S.contains.concat(y)}),y=y.concat(d,u),{name:"Markdown",aliases:["md","mkdown","mkd"],contains:[{className:"section",variants:[{begin:"^#{1,6}",end:"$",contains:y},{begin:"(?=^.+?\\n[=-]{2,}$)",contains:[{begin:"^[=-]*$"},{begin:"^",end:"\\n",contains:y}]}]},n,s,r,d,u,{className:"quote",begin:"^>\\s+",contains:y,end:"$"},i,l,o,{scope:"literal",match:/&([a-zA-Z0-9]+|#[0-9]{1,7}|#[Xx][0-9a-fA-F]{1,6});/}]}}v();function ya(t){let e=t.regex,n=/[\p{XID_Start}_]\p{XID_Continue}*/u,r=["and","as","assert","async","await","break","case","class","continue","def","del","elif","else","except","finally","for","from","global","if","import","in","is","lambda","lazy","match","nonlocal|10","not","or","pass","raise","return","try","while","with","yield"],a={$pattern:/[A-Za-z]\w+|__\w+__/,keyword:r,built_in:["__import__","abs","aiter","all","anext","any","ascii","bin","bool","breakpoint","bytearray","bytes","callable","chr","classmethod","compile","complex","delattr","dict","dir","divmod","enumerate","eval","exec","filter","float","format","frozendict","frozenset","getattr","globals","hasattr","hash","help","hex","id","input","int","isinstance","issubclass","iter","len","list","locals","map","max","memoryview","min","next","object","oct","open","ord","pow","print","property","range","repr","reversed","round","sentinel","set","setattr","slice","sorted","staticmethod","str","sum","super","tuple","type","vars","zip"],literal:["__debug__","Ellipsis","False","None","NotImplemented","True"],type:["Any","Callable","Coroutine","Dict","List","Literal","Generic","Optional","Sequence","Set","Tuple","Type","Union"]},l={className:"meta",begin:/^(>>>|\.\.\.) /},d={className:"subst",begin:/\{/,end:/\}/,keywords:a,illegal:/#/},u={begin:/\{\{/,relevance:0},w={className:"string",contains:[t.BACKSLASH_ESCAPE],variants:[{begin:/([uU]|[bB]|[rR]|[bB][rR]|[rR][bB])?'''/,end:/'''/,contains:[t.BACKSLASH_ESCAPE,l],relevance:10},{begin:/([uU]|[bB]|[rR]|[bB][rR]|[rR][bB])?"""/,end:/"""/,contains:[t.BACKSLASH_ESCAPE,l],relevance:10},{begin:/([fFtT][rR]|[rR][fFtT]|[fFtT])'''/,end:/'''/,contains:[t.BACKSLASH_ESCAPE,l,u,d]},{begin:/([fFtT][rR]|[rR][fFtT]|[fFtT])"""/,end:/"""/,contains:[t.BACKSLASH_ESCAPE,l,u,d]},{begin:/([uU]|[rR])'/,end:/'/,relevance:10},{begin:/([uU]|[rR])"/,end:/"/,relevance:10},{begin:/([bB]|[bB][rR]|[rR][bB])'/,end:/'/},{begin:/([bB]|[bB][rR]|[rR][bB])"/,end:/"/},{begin:/([fFtT][rR]|[rR][fFtT]|[fFtT])'/,end:/'/,contains:[t.BACKSLASH_ESCAPE,u,d]},{begin:/([fFtT][rR]|[rR][fFtT]|[fFtT])"/,end:/"/,contains:[t.BACKSLASH_ESCAPE,u,d]},t.APOS_STRING_MODE,t.QUOTE_STRING_MODE]},f="[0-9](_?[0-9])*",y=`(\\b(${f}))?\\.(${f})|\\b(${f})\\.`,h=`\\b|${r.join("|")}`,_={className:"number",relevance:0,variants:[{begin:`(\\b(${f})|(${y}))[eE][+-]?(${f})[jJ]?(?=${h})`},{begin:`(${y})[jJ]?`},{begin:`\\b([1-9](_?[0-9])*|0+(_?0)*)[lLjJ]?(?=${h})`},{begin:`\\b0[bB](_?[01])+[lL]?(?=${h})`},{begin:`\\b0[oO](_?[0-7])+[lL]?(?=${h})`},{begin:`\\b0[xX](_?[0-9a-fA-F])+[lL]?(?=${h})`},{begin:`\\b(${f})[jJ](?=${h})`}]},j={className:"comment",begin:e.lookahead(/# type:/),end:/$/,keywords:a,contains:[{begin:/# type:/},{begin:/#/,end:/\b\B/,endsWithParent:!0}]},S={className:"params",variants:[{className:"",begin:/\(\s*\)/,skip:!0},{begin:/\(/,end:/\)/,excludeBegin:!0,excludeEnd:!0,keywords:a,contains:["self",l,_,w,t.HASH_COMMENT_MODE]}]};return d.contains=[w,_,l],{name:"Python",aliases:["py","gyp","ipython"],unicodeRegex:!0,keywords:a,illegal:/(<\/|\?)|=>/,contains:[l,_,{scope:"variable.language",match:/\bself\b/},{beginKeywords:"if",relevance:0},{match:/\bor\b/,scope:"keyword"},w,j,t.HASH_COMMENT_MODE,{match:[/\bdef/,/\s+/,n],scope:{1:"keyword",3:"title.function"},contains:[S]},{variants:[{match:[/\bclass/,/\s+/,n,/\s*/,/\(\s*/,n,/\s*\)/]},{match:[/\bclass/,/\s+/,n]}],scope:{1:"keyword",3:"title.class",6:"title.class.inherited"}},{className:"meta",begin:/^[\t ]*@/,end:/(?=#)|$/,contains:[_,S,w]}]}}v();function ja(t){let e=t.regex,n=/(?:(?:[a-zA-Z]|\.[._a-zA-Z])[._a-zA-Z0-9]*)|\.(?!\d)/,r=e.either(/0[xX][0-9a-fA-F]+\.[0-9a-fA-F]*[pP][+-]?\d+i?/,/0[xX][0-9a-fA-F]+(?:[pP][+-]?\d+)?[Li]?/,/(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?[Li]?/),i=/[=!<>:]=|\|\||&&|:::?|<-|<<-|->>|->|\|>|[-+*\/?!$&|:<=>@^~]|\*\*/,s=e.either(/[()]/,/[{}]/,/\[\[/,/[[\]]/,/\\/,/,/);return{name:"R",keywords:{$pattern:n,keyword:"function if in break next repeat else for while",literal:"NULL NA TRUE FALSE Inf NaN NA_integer_|10 NA_real_|10 NA_character_|10 NA_complex_|10",built_in:"LETTERS letters month.abb month.name pi T F abs acos acosh all any anyNA Arg as.call as.character as.complex as.double as.environment as.integer as.logical as.null.default as.numeric as.raw asin asinh atan atanh attr attributes baseenv browser c call ceiling class Conj cos cosh cospi cummax cummin cumprod cumsum digamma dim dimnames emptyenv exp expression floor forceAndCall gamma gc.time globalenv Im interactive invisible is.array is.atomic is.call is.character is.complex is.double is.environment is.expression is.finite is.function is.infinite is.integer is.language is.list is.logical is.matrix is.na is.name is.nan is.null is.numeric is.object is.pairlist is.raw is.recursive is.single is.symbol lazyLoadDBfetch length lgamma list log max min missing Mod names nargs nzchar oldClass on.exit pos.to.env proc.time prod quote range Re rep retracemem return round seq_along seq_len seq.int sign signif sin sinh sinpi sqrt standardGeneric substitute sum switch tan tanh tanpi tracemem trigamma trunc unclass untracemem UseMethod xtfrm"},contains:[t.COMMENT(/#'/,/$/,{contains:[{scope:"doctag",match:/@examples/,starts:{end:e.lookahead(e.either(/\n^#'\s*(?=@[a-zA-Z]+)/,/\n^(?!#')/)),endsParent:!0}},{scope:"doctag",begin:"@param",end:/$/,contains:[{scope:"variable",variants:[{match:n},{match:/`(?:\\.|[^`\\])+`/}],endsParent:!0}]},{scope:"doctag",match:/@[a-zA-Z]+/},{scope:"keyword",match:/\\[a-zA-Z]+/}]}),t.HASH_COMMENT_MODE,{scope:"string",contains:[t.BACKSLASH_ESCAPE],variants:[t.END_SAME_AS_BEGIN({begin:/[rR]"(-*)\(/,end:/\)(-*)"/}),t.END_SAME_AS_BEGIN({begin:/[rR]"(-*)\{/,end:/\}(-*)"/}),t.END_SAME_AS_BEGIN({begin:/[rR]"(-*)\[/,end:/\](-*)"/}),t.END_SAME_AS_BEGIN({begin:/[rR]'(-*)\(/,end:/\)(-*)'/}),t.END_SAME_AS_BEGIN({begin:/[rR]'(-*)\{/,end:/\}(-*)'/}),t.END_SAME_AS_BEGIN({begin:/[rR]'(-*)\[/,end:/\](-*)'/}),{begin:'"',end:'"',relevance:0},{begin:"'",end:"'",relevance:0}]},{relevance:0,variants:[{scope:{1:"operator",2:"number"},match:[i,r]},{scope:{1:"operator",2:"number"},match:[/%[^%]*%/,r]},{scope:{1:"punctuation",2:"number"},match:[s,r]},{scope:{2:"number"},match:[/[^a-zA-Z0-9._]|^/,r]}]},{scope:{3:"operator"},match:[n,/\s+/,/<-/,/\s+/]},{scope:"operator",relevance:0,variants:[{match:i},{match:/%[^%]*%/}]},{scope:"punctuation",relevance:0,match:s},{begin:"`",end:"`",contains:[{begin:/\\./}]}]}}v();function _a(t){let e=t.regex,n=/(r#)?/,r=e.concat(n,t.UNDERSCORE_IDENT_RE),i=e.concat(n,t.IDENT_RE),s={scope:"title.function.invoke",relevance:0,begin:e.concat(/\b/,/(?!(?:let|for|while|if|else|match)\b)/,i,e.lookahead(/\s*\(/))},o="([ui](8|16|32|64|128|size)|f(16|32|64|128))?",a=["abstract","as","async","await","become","box","break","const","continue","crate","do","dyn","else","enum","extern","false","final","fn","for","if","impl","in","let","loop","macro","match","mod","move","mut","override","priv","pub","raw","ref","return","self","Self","static","struct","super","trait","true","try","type","typeof","union","unsafe","unsized","use","virtual","where","while","yield"],l=["true","false","Some","None","Ok","Err"],d=["drop ","Copy","Send","Sized","Sync","Drop","Fn","FnMut","FnOnce","ToOwned","Clone","Debug","PartialEq","PartialOrd","Eq","Ord","AsRef","AsMut","Into","From","Default","Iterator","Extend","IntoIterator","DoubleEndedIterator","ExactSizeIterator","SliceConcatExt","ToString","assert!","assert_eq!","bitflags!","bytes!","cfg!","col!","concat!","concat_idents!","debug_assert!","debug_assert_eq!","env!","eprintln!","panic!","file!","format!","format_args!","include_bytes!","include_str!","line!","local_data_key!","module_path!","option_env!","print!","println!","select!","stringify!","try!","unimplemented!","unreachable!","vec!","write!","writeln!","macro_rules!","assert_ne!","debug_assert_ne!"],u=["i8","i16","i32","i64","i128","isize","u8","u16","u32","u64","u128","usize","f16","f32","f64","f128","str","char","bool","Box","Option","Result","String","Vec"];return{name:"Rust",aliases:["rs"],keywords:{$pattern:t.IDENT_RE+"!?",type:u,keyword:a,literal:l,built_in:d},illegal:"</",contains:[t.C_LINE_COMMENT_MODE,t.COMMENT("/\\*","\\*/",{contains:["self"]}),t.inherit(t.QUOTE_STRING_MODE,{begin:/b?"/,illegal:null}),{scope:"symbol",begin:/'[a-zA-Z_][a-zA-Z0-9_]*(?!')/},{scope:"string",variants:[{begin:/b?r(#*)"(.|\n)*?"\1(?!#)/},{begin:/b?'/,end:/'/,contains:[{scope:"char.escape",match:/\\('|"|\\|\w|x\w{2}|u\w{4}|U\w{8})/}]}]},{scope:"number",variants:[{begin:"\\b0b([01_]+)"+o},{begin:"\\b0o([0-7_]+)"+o},{begin:"\\b0x([A-Fa-f0-9_]+)"+o},{begin:"\\b(\\d[\\d_]*(\\.[0-9_]+)?([eE][+-]?[0-9_]+)?)"+o}],relevance:0},{begin:[/\bsafe/,/\s+/,/extern/],scope:{1:"keyword",3:"keyword"}},{begin:[/fn/,/\s+/,r],scope:{1:"keyword",3:"title.function"}},{scope:"meta",begin:"#!?\\[",end:"\\]",contains:[{scope:"string",begin:/"/,end:/"/,contains:[t.BACKSLASH_ESCAPE]}]},{begin:[/let/,/\s+/,/(?:mut\s+)?/,r],scope:{1:"keyword",3:"keyword",4:"variable"}},{begin:[/for/,/\s+/,r,/\s+/,/in/],scope:{1:"keyword",3:"variable",5:"keyword"}},{begin:[/type/,/\s+/,r],scope:{1:"keyword",3:"title.class"}},{begin:[/(?:trait|enum|struct|union|impl|for)/,/\s+/,r],scope:{1:"keyword",3:"title.class"}},{begin:t.IDENT_RE+"::",keywords:{keyword:"Self",built_in:d,type:u}},{scope:"punctuation",begin:"->"},s]}}v();function va(t){let e=t.regex,n=t.COMMENT("--","$"),r={scope:"string",variants:[{begin:/'/,end:/'/,contains:[{match:/''/}]}]},i={begin:/"/,end:/"/,contains:[{match:/""/}]},s=["true","false","unknown"],o=["double precision","large object","with timezone","without timezone"],a=["bigint","binary","blob","boolean","char","character","clob","date","dec","decfloat","decimal","float","int","integer","interval","nchar","nclob","national","numeric","real","row","smallint","time","timestamp","varchar","varying","varbinary"],l=["add","asc","collation","desc","final","first","last","view"],d=["abs","acos","all","allocate","alter","and","any","are","array","array_agg","array_max_cardinality","as","asensitive","asin","asymmetric","at","atan","atomic","authorization","avg","begin","begin_frame","begin_partition","between","bigint","binary","blob","boolean","both","by","call","called","cardinality","cascaded","case","cast","ceil","ceiling","char","char_length","character","character_length","check","classifier","clob","close","coalesce","collate","collect","column","commit","condition","connect","constraint","contains","convert","copy","corr","corresponding","cos","cosh","count","covar_pop","covar_samp","create","cross","cube","cume_dist","current","current_catalog","current_date","current_default_transform_group","current_path","current_role","current_row","current_schema","current_time","current_timestamp","current_path","current_role","current_transform_group_for_type","current_user","cursor","cycle","date","day","deallocate","dec","decimal","decfloat","declare","default","define","delete","dense_rank","deref","describe","deterministic","disconnect","distinct","double","drop","dynamic","each","element","else","empty","end","end_frame","end_partition","end-exec","equals","escape","every","except","exec","execute","exists","exp","external","extract","false","fetch","filter","first_value","float","floor","for","foreign","frame_row","free","from","full","function","fusion","get","global","grant","group","grouping","groups","having","hold","hour","identity","in","indicator","initial","inner","inout","insensitive","insert","int","integer","intersect","intersection","interval","into","is","join","json_array","json_arrayagg","json_exists","json_object","json_objectagg","json_query","json_table","json_table_primitive","json_value","lag","language","large","last_value","lateral","lead","leading","left","like","like_regex","listagg","ln","local","localtime","localtimestamp","log","log10","lower","match","match_number","match_recognize","matches","max","member","merge","method","min","minute","mod","modifies","module","month","multiset","national","natural","nchar","nclob","new","no","none","normalize","not","nth_value","ntile","null","nullif","numeric","octet_length","occurrences_regex","of","offset","old","omit","on","one","only","open","or","order","out","outer","over","overlaps","overlay","parameter","partition","pattern","per","percent","percent_rank","percentile_cont","percentile_disc","period","portion","position","position_regex","power","precedes","precision","prepare","primary","procedure","ptf","range","rank","reads","real","recursive","ref","references","referencing","regr_avgx","regr_avgy","regr_count","regr_intercept","regr_r2","regr_slope","regr_sxx","regr_sxy","regr_syy","release","result","return","returns","revoke","right","rollback","rollup","row","row_number","rows","running","savepoint","scope","scroll","search","second","seek","select","sensitive","session_user","set","show","similar","sin","sinh","skip","smallint","some","specific","specifictype","sql","sqlexception","sqlstate","sqlwarning","sqrt","start","static","stddev_pop","stddev_samp","submultiset","subset","substring","substring_regex","succeeds","sum","symmetric","system","system_time","system_user","table","tablesample","tan","tanh","then","time","timestamp","timezone_hour","timezone_minute","to","trailing","translate","translate_regex","translation","treat","trigger","trim","trim_array","true","truncate","uescape","union","unique","unknown","unnest","update","upper","user","using","value","values","value_of","var_pop","var_samp","varbinary","varchar","varying","versioning","when","whenever","where","width_bucket","window","with","within","without","year"],u=["abs","acos","array_agg","asin","atan","avg","cast","ceil","ceiling","coalesce","corr","cos","cosh","count","covar_pop","covar_samp","cume_dist","dense_rank","deref","element","exp","extract","first_value","floor","json_array","json_arrayagg","json_exists","json_object","json_objectagg","json_query","json_table","json_table_primitive","json_value","lag","last_value","lead","listagg","ln","log","log10","lower","max","min","mod","nth_value","ntile","nullif","percent_rank","percentile_cont","percentile_disc","position","position_regex","power","rank","regr_avgx","regr_avgy","regr_count","regr_intercept","regr_r2","regr_slope","regr_sxx","regr_sxy","regr_syy","row_number","sin","sinh","sqrt","stddev_pop","stddev_samp","substring","substring_regex","sum","tan","tanh","translate","translate_regex","treat","trim","trim_array","unnest","upper","value_of","var_pop","var_samp","width_bucket"],w=["current_catalog","current_date","current_default_transform_group","current_path","current_role","current_schema","current_transform_group_for_type","current_user","session_user","system_time","system_user","current_time","localtime","current_timestamp","localtimestamp"],f=["create table","insert into","primary key","foreign key","not null","alter table","add constraint","grouping sets","on overflow","character set","respect nulls","ignore nulls","nulls first","nulls last","depth first","breadth first"],y=u,h=[...d,...l].filter(O=>!u.includes(O)),_={scope:"variable",match:/@[a-z0-9][a-z0-9_]*/},j={scope:"operator",match:/[-+*/=%^~]|&&?|\|\|?|!=?|<(?:=>?|<|>)?|>[>=]?/,relevance:0},S={match:e.concat(/\b/,e.either(...y),/\s*\(/),relevance:0,keywords:{built_in:y}};function B(O){return e.concat(/\b/,e.either(...O.map(W=>W.replace(/\s+/,"\\s+"))),/\b/)}let C={scope:"keyword",match:B(f),relevance:0};function $(O,{exceptions:W,when:G}={}){let D=G;return W=W||[],O.map(U=>U.match(/\|\d+$/)||W.includes(U)?U:D(U)?`${U}|0`:U)}return{name:"SQL",case_insensitive:!0,illegal:/[{}]|<\//,keywords:{$pattern:/\b[\w\.]+/,keyword:$(h,{when:O=>O.length<3}),literal:s,type:a,built_in:w},contains:[{scope:"type",match:B(o)},C,S,_,r,i,t.C_NUMBER_MODE,t.C_BLOCK_COMMENT_MODE,n,j]}}v();var Qn="[A-Za-z$_][0-9A-Za-z$_]*",Ea=["as","in","of","if","for","while","finally","var","new","function","do","return","void","else","break","catch","instanceof","with","throw","case","default","try","switch","continue","typeof","delete","let","yield","const","class","debugger","async","await","static","import","from","export","extends","using"],ka=["true","false","null","undefined","NaN","Infinity"],Sa=["Object","Function","Boolean","Symbol","Math","Date","Number","BigInt","String","RegExp","Array","Float32Array","Float64Array","Int8Array","Uint8Array","Uint8ClampedArray","Int16Array","Int32Array","Uint16Array","Uint32Array","BigInt64Array","BigUint64Array","Set","Map","WeakSet","WeakMap","ArrayBuffer","SharedArrayBuffer","Atomics","DataView","JSON","Promise","Generator","GeneratorFunction","AsyncFunction","Reflect","Proxy","Intl","WebAssembly"],Aa=["Error","EvalError","InternalError","RangeError","ReferenceError","SyntaxError","TypeError","URIError"],Ta=["setInterval","setTimeout","clearInterval","clearTimeout","require","exports","eval","isFinite","isNaN","parseFloat","parseInt","decodeURI","decodeURIComponent","encodeURI","encodeURIComponent","escape","unescape"],Na=["arguments","this","super","console","window","document","localStorage","sessionStorage","module","self","global"],Ra=[].concat(Ta,Sa,Aa);function Xp(t){let e=t.regex,n=(F,{after:Y})=>{let ie="</"+F[0].slice(1);return F.input.indexOf(ie,Y)!==-1},r=Qn,i={begin:"<>",end:"</>"},s=/<[A-Za-z0-9\\._:-]+\s*\/>/,o={begin:/<[A-Za-z0-9\\._:-]+/,end:/\/[A-Za-z0-9\\._:-]+>|\/>/,isTrulyOpeningTag:(F,Y)=>{let ie=F[0].length+F.index,oe=F.input[ie];if(oe==="<"||oe===","){Y.ignoreMatch();return}oe===">"&&(n(F,{after:ie})||Y.ignoreMatch());let de,Le=F.input.substring(ie);if(de=Le.match(/^\s*=/)){Y.ignoreMatch();return}if((de=Le.match(/^\s+extends\s+/))&&de.index===0){Y.ignoreMatch();return}}},a={$pattern:Qn,keyword:Ea,literal:ka,built_in:Ra,"variable.language":Na},l="[0-9](_?[0-9])*",d=`\\.(${l})`,u="0|[1-9](_?[0-9])*|0[0-7]*[89][0-9]*",w={className:"number",variants:[{begin:`(\\b(${u})((${d})|\\.)?|(${d}))[eE][+-]?(${l})\\b`},{begin:`\\b(${u})\\b((${d})\\b|\\.)?|(${d})\\b`},{begin:"\\b(0|[1-9](_?[0-9])*)n\\b"},{begin:"\\b0[xX][0-9a-fA-F](_?[0-9a-fA-F])*n?\\b"},{begin:"\\b0[bB][0-1](_?[0-1])*n?\\b"},{begin:"\\b0[oO][0-7](_?[0-7])*n?\\b"},{begin:"\\b0[0-7]+n?\\b"}],relevance:0},f={className:"subst",begin:"\\$\\{",end:"\\}",keywords:a,contains:[]},y={begin:".?html`",end:"",starts:{end:"`",returnEnd:!1,contains:[t.BACKSLASH_ESCAPE,f],subLanguage:"xml"}},h={begin:".?css`",end:"",starts:{end:"`",returnEnd:!1,contains:[t.BACKSLASH_ESCAPE,f],subLanguage:"css"}},_={begin:".?gql`",end:"",starts:{end:"`",returnEnd:!1,contains:[t.BACKSLASH_ESCAPE,f],subLanguage:"graphql"}},j={className:"string",begin:"`",end:"`",contains:[t.BACKSLASH_ESCAPE,f]},B={className:"comment",variants:[t.COMMENT(/\/\*\*(?!\/)/,"\\*/",{relevance:0,contains:[{begin:"(?=@[A-Za-z]+)",relevance:0,contains:[{className:"doctag",begin:"@[A-Za-z]+"},{className:"type",begin:"\\{",end:"\\}",excludeEnd:!0,excludeBegin:!0,relevance:0},{className:"variable",begin:r+"(?=\\s*(-)|$)",endsParent:!0,relevance:0},{begin:/(?=[^\n])\s/,relevance:0}]}]}),t.C_BLOCK_COMMENT_MODE,t.C_LINE_COMMENT_MODE]},C=[t.APOS_STRING_MODE,t.QUOTE_STRING_MODE,y,h,_,j,{match:/\$\d+/},w];f.contains=C.concat({begin:/\{/,end:/\}/,keywords:a,contains:["self"].concat(C)});let $=[].concat(B,f.contains),O=$.concat([{begin:/(\s*)\(/,end:/\)/,keywords:a,contains:["self"].concat($)}]),W={className:"params",begin:/(\s*)\(/,end:/\)/,excludeBegin:!0,excludeEnd:!0,keywords:a,contains:O},G={variants:[{match:[/class/,/\s+/,r,/\s+/,/extends/,/\s+/,e.concat(r,"(",e.concat(/\./,r),")*")],scope:{1:"keyword",3:"title.class",5:"keyword",7:"title.class.inherited"}},{match:[/class/,/\s+/,r],scope:{1:"keyword",3:"title.class"}}]},D={relevance:0,match:e.either(/\bJSON/,/\b[A-Z][a-z]+([A-Z][a-z]*|\d)*/,/\b[A-Z]{2,}([A-Z][a-z]+|\d)+([A-Z][a-z]*)*/,/\b[A-Z]{2,}[a-z]+([A-Z][a-z]+|\d)*([A-Z][a-z]*)*/),className:"title.class",keywords:{_:[...Sa,...Aa]}},U={label:"use_strict",className:"meta",relevance:10,begin:/^\s*['"]use (strict|asm)['"]/},V={variants:[{match:[/function/,/\s+/,r,/(?=\s*\()/]},{match:[/function/,/\s*(?=\()/]}],className:{1:"keyword",3:"title.function"},label:"func.def",contains:[W],illegal:/%/},L={relevance:0,match:/\b[A-Z][A-Z_0-9]+\b/,className:"variable.constant"};function k(F){return e.concat("(?!",F.join("|"),")")}let P={match:e.concat(/\b/,k([...Ta,"super","import","await"].map(F=>`${F}\\s*\\(`)),r,e.lookahead(/\s*\(/)),className:"title.function",relevance:0},x={begin:e.concat(/\./,e.lookahead(e.concat(r,/(?![0-9A-Za-z$_(])/))),end:r,excludeBegin:!0,keywords:"prototype",className:"property",relevance:0},E={match:[/get|set/,/\s+/,r,/(?=\()/],className:{1:"keyword",3:"title.function"},contains:[{begin:/\(\)/},W]},b="(\\([^()]*(\\([^()]*(\\([^()]*\\)[^()]*)*\\)[^()]*)*\\)|"+t.UNDERSCORE_IDENT_RE+")\\s*=>",A={match:[/const|var|let/,/\s+/,r,/\s*/,/=\s*/,/(async\s*)?/,e.lookahead(b)],keywords:"async",className:{1:"keyword",3:"title.function"},contains:[W]};return{name:"JavaScript",aliases:["js","jsx","mjs","cjs"],keywords:a,exports:{PARAMS_CONTAINS:O,CLASS_REFERENCE:D},illegal:/#(?![$_A-Za-z])/,contains:[t.SHEBANG({label:"shebang",binary:"node",relevance:5}),U,t.APOS_STRING_MODE,t.QUOTE_STRING_MODE,y,h,_,j,B,{match:/\$\d+/},w,D,{scope:"attr",match:r+e.lookahead(":"),relevance:0},A,{begin:"("+t.RE_STARTERS_RE+"|\\b(case|return|throw)\\b)\\s*",keywords:"return throw case",relevance:0,contains:[B,t.REGEXP_MODE,{className:"function",begin:b,returnBegin:!0,end:"\\s*=>",contains:[{className:"params",variants:[{begin:t.UNDERSCORE_IDENT_RE,relevance:0},{className:null,begin:/\(\s*\)/,skip:!0},{begin:/(\s*)\(/,end:/\)/,excludeBegin:!0,excludeEnd:!0,keywords:a,contains:O}]}]},{begin:/,/,relevance:0},{match:/\s+/,relevance:0},{variants:[{begin:i.begin,end:i.end},{match:s},{begin:o.begin,"on:begin":o.isTrulyOpeningTag,end:o.end}],subLanguage:"xml",contains:[{begin:o.begin,end:o.end,skip:!0,contains:["self"]}]}]},V,{beginKeywords:"while if switch catch for"},{begin:"\\b(?!function)"+t.UNDERSCORE_IDENT_RE+"\\([^()]*(\\([^()]*(\\([^()]*\\)[^()]*)*\\)[^()]*)*\\)\\s*\\{",returnBegin:!0,label:"func.def",contains:[W,t.inherit(t.TITLE_MODE,{begin:r,className:"title.function"})]},{match:/\.\.\./,relevance:0},x,{match:"\\$"+r,relevance:0},{match:[/\bconstructor(?=\s*\()/],className:{1:"title.function"},contains:[W]},P,L,G,E,{match:/\$[(.]/}]}}function Oa(t){let e=t.regex,n=Xp(t),r=Qn,i=["any","void","number","boolean","string","object","never","symbol","bigint","unknown"],s={begin:[/namespace/,/\s+/,t.IDENT_RE],beginScope:{1:"keyword",3:"title.class"}},o={beginKeywords:"interface",end:/\{/,excludeEnd:!0,keywords:{keyword:"interface extends",built_in:i},contains:[n.exports.CLASS_REFERENCE]},a={className:"meta",relevance:10,begin:/^\s*['"]use strict['"]/},l=["type","interface","public","private","protected","implements","declare","abstract","readonly","enum","override","satisfies"],d={$pattern:Qn,keyword:Ea.concat(l),literal:ka,built_in:Ra.concat(i),"variable.language":Na},u={className:"meta",begin:"@"+r},w=(_,j,S)=>{let B=_.contains.findIndex(C=>C.label===j);if(B===-1)throw new Error("can not find mode to replace");_.contains.splice(B,1,S)};Object.assign(n.keywords,d),n.exports.PARAMS_CONTAINS.push(u);let f=n.contains.find(_=>_.scope==="attr"),y=Object.assign({},f,{match:e.concat(r,e.lookahead(/\s*\?:/))});n.exports.PARAMS_CONTAINS.push([n.exports.CLASS_REFERENCE,f,y]),n.contains=n.contains.concat([u,s,o,y]),w(n,"shebang",t.SHEBANG()),w(n,"use_strict",a);let h=n.contains.find(_=>_.label==="func.def");return h.relevance=0,Object.assign(n,{name:"TypeScript",aliases:["ts","tsx","mts","cts"]}),n}v();function La(t){let e=t.regex,n=e.concat(/[\p{L}_]/u,e.optional(/[\p{L}0-9_.-]*:/u),/[\p{L}0-9_.-]*/u),r=/[\p{L}0-9._:-]+/u,i={className:"symbol",begin:/&[a-z]+;|&#[0-9]+;|&#x[a-f0-9]+;/},s={begin:/\s/,contains:[{className:"keyword",begin:/#?[a-z_][a-z1-9_-]+/,illegal:/\n/}]},o=t.inherit(s,{begin:/\(/,end:/\)/}),a=t.inherit(t.APOS_STRING_MODE,{className:"string"}),l=t.inherit(t.QUOTE_STRING_MODE,{className:"string"}),d={endsWithParent:!0,illegal:/</,relevance:0,contains:[{className:"attr",begin:r,relevance:0},{begin:/=\s*/,relevance:0,contains:[{className:"string",endsParent:!0,variants:[{begin:/"/,end:/"/,contains:[i]},{begin:/'/,end:/'/,contains:[i]},{begin:/[^\s"'=<>`]+/}]}]}]};return{name:"HTML, XML",aliases:["html","xhtml","rss","atom","xjb","xsd","xsl","plist","wsf","svg"],case_insensitive:!0,unicodeRegex:!0,contains:[{className:"meta",begin:/<![a-z]/,end:/>/,relevance:10,contains:[s,l,a,o,{begin:/\[/,end:/\]/,contains:[{className:"meta",begin:/<![a-z]/,end:/>/,contains:[s,o,l,a]}]}]},t.COMMENT(/<!--/,/-->/,{relevance:10}),{begin:/<!\[CDATA\[/,end:/\]\]>/,relevance:10},i,{className:"meta",end:/\?>/,variants:[{begin:/<\?xml/,relevance:10,contains:[l]},{begin:/<\?[a-z][a-z0-9]+/}]},{className:"tag",begin:/<style(?=\s|>)/,end:/>/,keywords:{name:"style"},contains:[d],starts:{end:/<\/style>/,returnEnd:!0,subLanguage:"css"}},{className:"tag",begin:/<script(?=\s|>)/,end:/>/,keywords:{name:"script"},contains:[d],starts:{end:/<\/script>/,returnEnd:!0,subLanguage:"javascript"}},{className:"tag",begin:/<>|<\/>/},{className:"tag",begin:e.concat(/</,e.lookahead(e.concat(n,e.either(/\/>/,/>/,/\s/)))),end:/\/?>/,contains:[{className:"name",begin:n,relevance:0,starts:d}]},{className:"tag",begin:e.concat(/<\//,e.lookahead(e.concat(n,/>/))),contains:[{className:"name",begin:n,relevance:0},{begin:/>/,relevance:0,endsParent:!0}]}]}}v();function Ca(t){let e="true false yes no null",n="[\\w#;/?:@&=+$,.~*'()[\\]]+",r={className:"attr",variants:[{begin:/[\w*@][\w*@ :()\./-]*:(?=[ \t]|$)/},{begin:/"[\w*@][\w*@ :()\./-]*":(?=[ \t]|$)/},{begin:/'[\w*@][\w*@ :()\./-]*':(?=[ \t]|$)/}]},i={className:"template-variable",variants:[{begin:/\{\{/,end:/\}\}/},{begin:/%\{/,end:/\}/}]},s={className:"string",relevance:0,begin:/'/,end:/'/,contains:[{match:/''/,scope:"char.escape",relevance:0}]},o={className:"string",relevance:0,variants:[{begin:/"/,end:/"/},{begin:/\S+/}],contains:[t.BACKSLASH_ESCAPE,i]},a=t.inherit(o,{variants:[{begin:/'/,end:/'/,contains:[{begin:/''/,relevance:0}]},{begin:/"/,end:/"/},{begin:/[^\s,{}[\]]+/}]}),f={className:"number",begin:"\\b"+"[0-9]{4}(-[0-9][0-9]){0,2}"+"([Tt \\t][0-9][0-9]?(:[0-9][0-9]){2})?"+"(\\.[0-9]*)?"+"([ \\t])*(Z|[-+][0-9][0-9]?(:[0-9][0-9])?)?"+"\\b"},y={end:",",endsWithParent:!0,excludeEnd:!0,keywords:e,relevance:0},h={begin:/\{/,end:/\}/,contains:[y],illegal:"\\n",relevance:0},_={begin:"\\[",end:"\\]",contains:[y],illegal:"\\n",relevance:0},j=[r,{className:"meta",begin:"^---\\s*$",relevance:10},{className:"string",begin:"[\\|>]([1-9]?[+-])?[ ]*\\n( +)[^ ][^\\n]*\\n(\\2[^\\n]+\\n?)*"},{begin:"<%[%=-]?",end:"[%-]?%>",subLanguage:"ruby",excludeBegin:!0,excludeEnd:!0,relevance:0},{className:"type",begin:"!\\w+!"+n},{className:"type",begin:"!<"+n+">"},{className:"type",begin:"!"+n},{className:"type",begin:"!!"+n},{className:"meta",begin:"&"+t.UNDERSCORE_IDENT_RE+"$"},{className:"meta",begin:"\\*"+t.UNDERSCORE_IDENT_RE+"$"},{className:"bullet",begin:"-(?=[ ]|$)",relevance:0},t.HASH_COMMENT_MODE,{beginKeywords:e,keywords:{literal:e}},f,{className:"number",begin:t.C_NUMBER_RE+"\\b",relevance:0},h,_,s,o],S=[...j];return S.pop(),S.push(a),y.contains=S,{name:"YAML",case_insensitive:!0,aliases:["yml"],contains:j}}var Vp={bash:ia,javascript:ma,json:ba,markdown:xa,python:ya,r:ja,sql:va,typescript:Oa,xml:La,yaml:Ca},Jp={c:sa,cpp:oa,css:aa,diff:la,go:ca,java:pa,rust:_a};for(let[t,e]of Object.entries({...Vp,...Jp}))Xn.registerLanguage(t,e);var Qp=16e3,ef=2e3;function Ia(t,e){if(!(!e||t.length>Qp||!Xn.getLanguage(e))&&!t.split(`
`).some(n=>n.length>ef))return Xn.highlight(t,{language:e,ignoreIllegals:!0}).value}var tr=4e3,Da=/^data:image\/(?:png|jpe?g|gif|webp);base64,[a-z0-9+/]+={0,2}$/i,tf=/^(?:jw-(?:code|head|lang|rows|table|math|display|task|right|center)|(?:hljs|language)-[\w-]+|\w+_)$/,Oe=t=>t.replace(/[&<>"']/g,e=>`&#${e.charCodeAt(0)};`),nf=t=>t.replace(/[<>"']|&(?!(?:#\d{1,7}|#x[\da-f]{1,6}|\w{1,31});)/gi,e=>`&#${e.charCodeAt(0)};`);function Si(t){if(/^(?:https?:\/\/|mailto:)/i.test(t))return URL.canParse(t)?new URL(t).href:void 0}function Ma(t,e){let n=Oe(t);return`<a href="${n}" title="${n}" target="_blank" rel="noopener noreferrer nofollow">${e}</a>`}function Ai(t){let e=[],n=0;for(let r;(r=t.indexOf(`
`,n+tr))>=0;n=r+1)e.push(t.slice(n,r+1));return n<t.length?[...e,t.slice(n)]:e}function Pa(t,e){let n=Ia(t,e)??rf(t);return`<div class="jw-code">${`<div class="jw-head"><span class="jw-lang">${Oe(e.slice(0,30))}</span></div>`}<pre><code>${n}</code></pre></div>`}function rf(t){return t.length<=tr?Oe(t):Ai(t).map(e=>`<span class="jw-rows">${Oe(e)}</span>`).join("")}var er=0,sf={space:()=>"",html:({raw:t})=>Oe(t),def:({raw:t})=>Oe(t),code:({text:t,lang:e})=>Pa(t,(e??"").trim().split(/\s+/)[0]),hr:()=>"<hr>",br:()=>`
`,blockquote({tokens:t}){return`<blockquote>${this.parser.parse(t)}</blockquote>`},heading({tokens:t,depth:e}){let n=`h${Math.min(e+2,6)}`;return`<${n}>${this.parser.parseInline(t)}</${n}>`},paragraph({tokens:t}){return`<p>${this.parser.parseInline(t)}</p>`},list({ordered:t,start:e,items:n}){let r=n.map(i=>this.listitem(i)).join("");return t?Number(e)===1?`<ol>${r}</ol>`:`<ol start="${Number(e)}">${r}</ol>`:`<ul>${r}</ul>`},listitem({tokens:t}){return`<li>${this.parser.parse(t)}</li>`},checkbox:({checked:t})=>`<span class="jw-task">${t?"☑":"☐"}</span> `,table({header:t,rows:e}){let n=i=>`<tr>${i.map(s=>this.tablecell(s)).join("")}</tr>`,r=e.length?`<tbody>${e.map(n).join("")}</tbody>`:"";return`<div class="jw-table"><table><thead>${n(t)}</thead>${r}</table></div>`},tablecell({header:t,align:e,tokens:n}){let r=t?"th":"td",i=e==="right"||e==="center"?` class="jw-${e}"`:"";return`<${r}${i}>${this.parser.parseInline(n)}</${r}>`},codespan:({text:t})=>`<code>${Oe(t)}</code>`,link({href:t,raw:e,tokens:n}){let r=Si(t);if(!r)return Oe(e);er++;let i=this.parser.parseInline(n);return er--,er?i:Ma(r,i)},image({href:t,raw:e,text:n}){let r=Oe(n);if(Da.test(t))return`<img src="${Oe(t)}" alt="${r}">`;let i=Si(t);if(!i)return Oe(e);let s=r||Oe(i);return er?s:Ma(i,s)},text(t){return"tokens"in t&&t.tokens?this.parser.parseInline(t.tokens):nf(t.text)}},of={html:()=>{},def:()=>{},tag(t){let e=this.rules.inline.tag.exec(t);if(e)return{type:"html",raw:e[0],text:e[0],block:!1,inLink:!1,inRawBlock:!1}}},af=new RegExp(`^${bi}[ \\t]*(?:\\n|$)`),lf=String.raw`\$\$[^$\n]{1,500}\$\$|\$(?![\s$])(?:\\[^\n]|[^\\$\n]){1,500}(?<!\s)\$(?!\d)`,cf=new RegExp(String.raw`^(?:${lf}|\\\([^\n]{1,500}?\\\)|\\\[[^\n]{1,500}?\\\])`),df=[{name:"display",level:"block",start:t=>t.match(/^ {0,3}(?:\$\$|\\\[)/m)?.index,tokenizer(t){let e=af.exec(t);return e?{type:"display",raw:e[0],text:e[0].trim()}:void 0},renderer:({text:t})=>`<div class="jw-math jw-display">${Oe(t)}</div>`},{name:"math",level:"inline",start:t=>t.match(/\$|\\[([]/)?.index,tokenizer(t){let e=cf.exec(t);return e?{type:"math",raw:e[0],text:e[0]}:void 0},renderer:({text:t})=>`<span class="jw-math">${Oe(t)}</span>`}],uf=new wi({gfm:!0,renderer:sf,tokenizer:of,extensions:df}),pf="p h3 h4 h5 h6 ul ol li blockquote hr pre code div span strong em del a img table thead tbody tr th td".split(" "),ff={ALLOWED_TAGS:pf,ALLOWED_ATTR:["class","href","title","target","rel","src","alt","start"],ALLOWED_URI_REGEXP:/^(?:https?:\/\/|mailto:|data:image\/(?:png|jpe?g|gif|webp);base64,)/i,ADD_URI_SAFE_ATTR:["target","rel","start"],ALLOW_DATA_ATTR:!1,ALLOW_ARIA_ATTR:!1,RETURN_DOM_FRAGMENT:!0},hf={class:t=>t.split(" ").every(e=>tf.test(e)),href:t=>Si(t)===t,src:t=>Da.test(t),start:t=>/^\d{1,9}$/.test(t),target:t=>t==="_blank",rel:t=>t==="noopener noreferrer nofollow"};ni.addHook("uponSanitizeAttribute",(t,e)=>{hf[e.attrName]?.(e.attrValue)===!1&&(e.keepAttr=!1)});function gf(t){return ni.sanitize(t,ff)}function wf(t){for(let e of t.querySelectorAll(".jw-code")){let n=e.querySelector(".jw-lang")?.textContent,r=n?`Code, ${n}`:"Code",i=`Copy the ${r.toLowerCase()}`;e.firstElementChild?.append(p("button","jw-copy",{type:"button","aria-label":i},"Copy")),$a(e.querySelector("pre"),r)}for(let e of t.querySelectorAll(".jw-table"))$a(e,"Table");for(let e of t.querySelectorAll(".jw-task"))e.setAttribute("role","img"),e.setAttribute("aria-label",e.textContent==="☑"?"done":"to do");return t}function $a(t,e){t?.setAttribute("role","group"),t?.setAttribute("aria-label",e),t?.setAttribute("tabindex","0")}function tn({kind:t,source:e,start:n,continues:r}){let i=t==="code"?bf(e):mf(e),s=wf(gf(i)),o=s.firstElementChild;return n!==null&&o?.tagName==="OL"&&o.setAttribute("start",String(n)),r&&o?.classList.add("jw-continues"),s}function mf(t){try{return uf.parse(t)}catch(e){if(!(e instanceof RangeError))throw e;return`<p>${Oe(t)}</p>`}}function bf(t){let{code:e,lang:n}=Hn(t);return Pa(e,n)}function za(t){let e=document.createDocumentFragment();return e.append(...Ro(So(t)).map(tn)),e}async function nr({target:t}){let e=t instanceof Element?t.closest(".jw-copy"):null,n=e?.closest(".jw-code")?.querySelector("code");!e||!n||(await bn(n.textContent??""),e.textContent="Copied",setTimeout(()=>e.textContent="Copy",1200))}var xf=4e7,Ba=2e5,yf=4,jf=2e3,_f=3e4;function vf(t){let e=URL.createObjectURL(new Blob([$r(t)],{type:"application/octet-stream"}));p("a","",{href:e,download:As(t)}).click(),setTimeout(()=>URL.revokeObjectURL(e),_f)}function Ef(t){let e=p("img","jw-artifact-image",{alt:t.name,decoding:"async"});return{el:p("div","jw-artifact-pad",{},e),draw({data:n,mediaType:r}){let i=$r({id:"",name:"",mediaType:r,data:n,version:0}),s=typeof i=="string"?null:Ts(i);if(!s)throw new TypeError("This is no image of that kind.");if(s[0]*s[1]>xf)throw new RangeError(`${s[0]} × ${s[1]} pixels are too many to show.`);[e.width,e.height]=s,e.src=`data:${Nt(r)};base64,${n.replace(/[^A-Za-z0-9+/=]/g,"")}`}}}function kf(t){let e=p("img","jw-artifact-image",{alt:t.name});return{el:p("div","jw-artifact-pad",{},e),draw:({data:n})=>{e.src=`data:image/svg+xml;charset=utf-8,${encodeURIComponent(String(n))}`}}}function Sf(t){let e=p("pre","jw-artifact-scroll jw-artifact-text",{tabindex:"0",role:"group","aria-label":t.name,dir:"auto"});return{el:e,draw:({data:n})=>M(e,Fa(String(n)))}}function Af(t){let e=p("div","jw-artifact-scroll jw-markdown",{tabindex:"0",role:"group","aria-label":t.name,dir:"auto"});return e.addEventListener("click",nr),{el:e,draw:({data:n})=>e.replaceChildren(za(Fa(String(n))))}}var Fa=t=>t.length>Ba?`${t.slice(0,Ba)}
… (the rest is in the download)`:t;function Tf(t){let e=Gr(t.name);return{el:e.el,draw:({data:n})=>e.draw(Pr(n))}}function Nf(t){let e=Gr(t.name),n=Nt(t.mediaType)==="text/csv"?",":"	";return{el:e.el,draw({data:r}){let[i=[],...s]=_s(String(r),n);e.draw({columns:i,rows:s})}}}function Rf(t){let e=Is(t.name);return{el:e.el,draw:({data:n})=>e.draw(n)}}function Ua(t,e,n,r){let i=Os(t,e.name,n,r),s=o=>typeof o=="string"?JSON.parse(o):o;return{el:i.el,draw:({data:o})=>i.draw(s(o)),picture:i.picture,destroy:i.destroy}}var Of={image:Ef,svg:kf,plotly:(t,e,n)=>Ua("plotly",t,e,n),vega:(t,e,n)=>Ua("vega",t,e,n),table:Tf,csv:Nf,json:Rf,markdown:Af,text:Sf,file:null},Ti=class{constructor(e,n){this.row=e,this.load=n,this.name=p("bdi","jw-artifact-name jw-cut"),this.about=p("span","jw-num"),this.button=p("button","jw-download",{type:"button"},"Download"),this.body=p("div","jw-artifact-body"),this.problem=p("div","jw-artifact-note",{hidden:""});let r=p("div","jw-artifact-line",{},this.name,this.about,p("span","jw-space"),this.button);this.el=p("div","jw-artifact",{role:"group"},r,this.body,this.problem),this.button.addEventListener("click",()=>vf(this.row)),this.painter=void 0,this.kind=void 0,this.busy=!1,this.wanted=!1,this.over=!1,this.waiting=[],this.rested=0,this.timer=void 0,this.set(e)}set(e){this.row=e,this.el.setAttribute("aria-label",`Artifact ${e.name}`),this.el.classList.toggle("jw-superseded",!!e.superseded),(this.name.textContent!==e.name||!!e.superseded!=(this.name.firstElementChild!==null))&&this.name.replaceChildren(e.superseded?p("del","",{},e.name):e.name),this.name.title=e.superseded?`${e.name} (superseded by a later attempt)`:e.name,M(this.about,e.left===void 0?Dr(Ss(e)):`${Dr(e.left)}, not kept`),this.button.hidden=e.data==null,this.button.setAttribute("aria-label",`Download ${e.name}`),this.draw()}draw(){if(this.wanted=!0,this.busy||this.timer!==void 0||this.over)return;let e=this.rested-performance.now();if(e<=0)return void this.paint();this.timer=setTimeout(()=>{this.timer=void 0,this.paint()},e)}async paint(){this.busy=!0,this.wanted=!1;let e=performance.now();this.body.style.minHeight=`${this.body.offsetHeight}px`;try{let n=this.painterFor(this.row)?.draw(this.row);n&&await n,this.explain("")}catch(n){this.explain(`It cannot be shown. ${n.message}`)}if(this.body.style.minHeight="",this.rested=performance.now()+Math.min(jf,yf*(performance.now()-e)),this.busy=!1,this.wanted)this.draw();else for(let n of this.waiting.splice(0))n()}drawn(){return this.busy||this.wanted?new Promise(e=>this.waiting.push(e)):Promise.resolve()}async picture(){await this.drawn();try{return await this.painter?.picture?.()??""}catch{return""}}painterFor(e){let n=Es(e);return n!==this.kind&&(this.painter?.destroy?.(),this.kind=n,this.el.dataset.kind=n,this.painter=Of[n]?.(e,this.load,()=>this.draw()),this.body.replaceChildren(...this.painter?[this.painter.el]:[])),this.painter}explain(e){this.problem.hidden=!e,this.body.hidden=!!e||!this.painter,M(this.problem,e)}destroy(){this.over=!0,clearTimeout(this.timer),this.painter?.destroy?.()}};function Ha(t){let e=p("div","jw-artifacts",{role:"group","aria-label":"Artifacts",hidden:""}),n=new Map,r=new Set;function i(){for(let s of r)n.get(s)?.destroy(),n.get(s)?.el.remove(),n.delete(s);r.clear(),e.hidden=n.size===0}return{el:e,set(s){for(let o of s){r.delete(o.id);let a=n.get(o.id);if(a)a.set(o);else{let l=new Ti(o,t.library);n.set(o.id,l),e.append(l.el)}}e.hidden=n.size===0},clear(){for(let s of n.keys())r.add(s);queueMicrotask(i)},pictures(){let s=[...n.values()].filter(o=>o.painter?.picture);return Promise.all(s.map(async o=>({id:o.row.id,data:await o.picture()})))},destroy(){for(let s of n.keys())r.add(s);i()}}}v();v();v();var Lf=12,Ni=1e3,rr=class{constructor(e){this.flow=p("div","jw-flow"),this.scroller=p("div","jw-scroller",{role:"log","aria-live":"off","aria-label":e,tabindex:"0"}),this.scroller.append(this.flow),this.jump=p("button","jw-jump",{type:"button",hidden:""},"↓ Jump to end"),this.el=p("div","jw-pane",{},this.scroller,this.jump),this.following=!0,this.last=0,this.height=0,this.touched=-1/0;let n=()=>this.touched=performance.now();for(let r of["wheel","touchmove","pointerdown","keydown"])this.scroller.addEventListener(r,n,{passive:!0});this.scroller.addEventListener("scroll",()=>this.onScroll()),this.scroller.addEventListener("wheel",({deltaY:r})=>{r<0&&this.scroller.scrollTop>0&&(this.following=!1),this.showJump()},{passive:!0}),this.resized=new ResizeObserver(()=>this.following&&this.toEnd()),this.resized.observe(this.flow),this.resized.observe(this.scroller),this.jump.addEventListener("click",()=>{this.following=!0,this.toEnd(),this.scroller.focus({preventScroll:!0})})}destroy(){this.resized.disconnect()}toEnd(){this.scroller.scrollTop=this.scroller.scrollHeight,this.last=this.scroller.scrollTop,this.height=this.scroller.scrollHeight,this.showJump()}onScroll(){let{scrollTop:e,scrollHeight:n,clientHeight:r}=this.scroller;if(r){if(n===this.height||performance.now()-this.touched<Ni){let i=n-e-r<Lf,s=i&&n<this.height;e<this.last-1?this.following&&=s:i&&e>this.last&&(this.following=!0)}this.height=n,this.last=e,this.showJump()}}showJump(){this.jump.hidden=this.following}};v();v();function nn(t,e,n){let r=t.childNodes[e]??null;for(let i of[...n.childNodes]){let s=r?r.nextSibling:null;r?Cf(r,i)||t.replaceChild(i,r):t.appendChild(i),r=s}for(;r;){let i=r.nextSibling;t.removeChild(r),r=i}}function Cf(t,e){return t.isEqualNode(e)?!0:t instanceof Text&&e instanceof Text?(e.data.startsWith(t.data)?t.appendData(e.data.slice(t.length)):t.data=e.data,!0):t.cloneNode(!1).isEqualNode(e.cloneNode(!1))?(nn(t,0,e),!0):!1}var If=2e3,Mf=4e3,$f=10,Df=t=>(t.length/80+t.split(`
`).length)*16,ir=class{constructor(e){this.el=e,this.cleaner=new $t,this.splitter=new mn,this.waiting=[],this.box=void 0,this.size=0,this.height=0,this.kept=0,this.changed=!1,this.complete=!1,this.notBefore=0,this.code=void 0}append(e){this.waiting.push(...this.splitter.push(this.cleaner.push(e))),this.changed=!0,this.complete=!1}paint(e){for(;this.waiting.length;)if(this.finish(this.waiting.shift()),performance.now()>=e)return!1;let n=performance.now();return this.changed?n<this.notBefore?!1:(this.drawOpen(!1),this.notBefore=performance.now()+$f*(performance.now()-n),!0):!0}settle(){for(;this.waiting.length;)this.finish(this.waiting.shift());this.complete||(this.drawOpen(!0),this.complete=!0)}finish(e){let n=this.boxFor(e);nn(n,this.kept,tn(e)),this.kept=n.childNodes.length,this.size+=e.source.length,this.height+=Df(e.source),n.style.containIntrinsicSize=`auto ${Math.ceil(this.height)}px`,this.code=void 0,this.changed=!0,this.notBefore=0,this.size>=If&&(this.box=void 0)}drawOpen(e){this.changed=!1;let n=this.splitter.open;if(!n||n.kind==="code"&&!e&&this.drawCode(n))return;this.code=void 0;let r=e||n.kind==="code"?n.source:Co(n.source);nn(this.boxFor(n),this.kept,tn({...n,source:r}))}drawCode(e){let n=Pf(e.source);if(n.length<=Mf)return nn(this.boxFor(e),this.kept,tn({...e,source:n})),!0;if(!this.code){let r=this.boxFor(e);nn(r,this.kept,tn({...e,source:n})),this.code=new Ri(r.lastElementChild?.querySelector("code"))}return this.code.show(Hn(n).code),!0}boxFor(e){return this.box?this.box:(this.box=p("div","jw-block",{dir:"auto"}),this.size=this.kept=this.height=0,this.el.append(this.box),this.box)}},Pf=t=>t.replace(/\n {0,3}(?:`+|~+) *$/,`
`),Ri=class{constructor(e){this.el=e,this.shown=e.textContent?.length??0,this.last=new Text,this.addRows()}show(e){for(let n of Ai(e.slice(this.shown)))this.last.length>=tr&&this.last.data.endsWith(`
`)&&this.addRows(),this.last.appendData(n);this.shown=e.length}addRows(){this.last=new Text,this.el.append(p("span","jw-rows",{},this.last))}};v();var Ga=2048,zf=/^(DEBUG|INFO|WARNING|WARN|ERROR|CRITICAL|FATAL)(?=[\s:])/,Bf=["DEBUG","INFO","WARNING","ERROR","CRITICAL","FATAL"],sr=class{constructor(e){this.el=e,this.cleaner=new $t,this.pending="",this.box=void 0,this.size=0,this.lineEnded=!0}append(e){this.pending+=this.cleaner.push(e)}paint(e){let n=0,r=this.pending;for(;n<r.length&&performance.now()<e;){let i=this.pieceEnd(r,n),s=r.slice(n,i);if(this.lineEnded&&Bf.some(o=>o.startsWith(s)))break;this.draw(s),n=i}return this.pending=r.slice(n),!this.pending.includes(`
`)}settle(){this.paint(1/0),this.pending&&this.draw(this.pending),this.pending=""}pieceEnd(e,n){for(let r=e.indexOf(`
`,n)+1;r>0;r=e.indexOf(`
`,r)+1)if(r===e.length||r-n>=Ga||/[A-Z]/.test(e[r]))return r;return e.length}draw(e){(!this.box||this.size>=Ga&&this.lineEnded)&&this.addBox();let n=this.box,r=this.lineEnded?zf.exec(e)?.[1]:void 0;r&&n.append(p("span","jw-level",{"data-level":r.toLowerCase()},r));let i=r?e.slice(r.length):e;n.lastChild instanceof Text?n.lastChild.appendData(i):n.append(i),this.size+=e.length,this.lineEnded=e.endsWith(`
`)}addBox(){this.box=p("div","jw-block",{dir:"auto"}),this.size=0,this.el.append(this.box)}};var Uf=8,Ff=1e3,or=class extends rr{constructor(e,n,r,{markdown:i=!1}={}){super(e),this.schedule=n,this.nameOf=r,this.markdown=i,this.flow.classList.add(i?"jw-markdown":"jw-plain"),this.flow.addEventListener("click",nr),this.lines=0,this.segments=new Map,this.runs=[],this.marks=new Map,this.wanted=void 0,this.over=!1,this.quiet=void 0}destroy(){clearTimeout(this.quiet),super.destroy()}clear(){clearTimeout(this.quiet),this.segments.clear(),this.runs=[],this.marks.clear(),this.flow.replaceChildren(),this.lines=0,this.schedule()}apply(e,n){let r=this.segments.get(e.seg);r||this.segments.set(e.seg,r={attempt:e.attempt,old:n,pieces:[],drawn:0}),r.pieces.push(e.text),this.over=!1;for(let i=e.text.indexOf(`
`);i>=0;i=e.text.indexOf(`
`,i+1))this.lines++;this.schedule()}supersede(e){let n=this.segments.get(e);!n||n.old||(n.old=!0,this.schedule())}paint(){clearTimeout(this.quiet),this.arrange();let e=performance.now()+Uf,n=!0;for(let r of this.runs)n=this.feed(r).paint(e)&&n,n&&(this.over||r!==this.runs.at(-1))&&r.body.settle();this.following?this.toEnd():n&&this.goBack(),this.showJump(),n?this.over||(this.quiet=setTimeout(()=>this.settle(),Ff)):this.schedule()}settle(){this.over||(this.over=!0,this.schedule())}restore({following:e,top:n}){this.following=e,this.wanted=e?void 0:n,this.schedule()}show(){this.following||(this.wanted??=this.last),this.schedule()}goBack(){this.wanted!==void 0&&(performance.now()-this.touched<Ni?this.wanted=void 0:(this.scroller.scrollTop=this.wanted,this.scroller.scrollTop>=this.wanted-1&&(this.wanted=void 0)))}arrange(){for(let n of[...this.runs])n.segments.some(({old:r})=>r!==n.old)?this.strike(n):n.wrong&&this.replace(n);let e=this.runs.reduce((n,{segments:r})=>n+r.length,0);for(let n of[...this.segments.values()].slice(e)){let r=this.runs.at(-1);r&&r.attempt===n.attempt&&r.old===n.old?r.segments.push(n):this.begin(n)}}begin(e){let n=this.runs.at(-1);if(n&&n.attempt!==e.attempt){let i=p("div","jw-attempt");this.marks.set(i,e.attempt),this.flow.append(i),this.showAttempts()}let r=this.makeRun([e]);n?.attempt===e.attempt&&this.join(n,r),this.runs.push(r),this.flow.append(r.body.el)}makeRun(e){let[{attempt:n,old:r}]=e;for(let s of e)s.drawn=0;let i=this.makeBox(n,r);return{attempt:n,old:r,segments:e,body:this.markdown?new ir(i):new sr(i),wrong:!1}}makeBox(e,n){if(!n)return p("div","jw-run");let r=p("del","jw-run",{title:`Attempt ${e}, superseded`});return r.append(p("span","jw-said",{},`Superseded, attempt ${e}: `)),r}strike(e){if(!e.segments.every(({old:r})=>r))return this.replace(e);e.old=!0;let n=this.makeBox(e.attempt,!0);n.append(...e.body.el.childNodes),e.body.el.replaceWith(n),e.body.el=n}replace(e){let n=[];for(let i of e.segments)n.at(-1)?.[0].old===i.old?n.at(-1)?.push(i):n.push([i]);let r=n.map(i=>this.makeRun(i));this.runs.splice(this.runs.indexOf(e),1,...r);for(let i of r)this.feed(i).paint(1/0);for(let[i,s]of r.slice(1).entries())this.join(r[i],s);e.body.el.replaceWith(...r.map(({body:i})=>i.el))}join(e,n){e.segments.at(-1)?.pieces.at(-1)?.endsWith(`
`)||(e.body.el.classList.add("jw-goes-on"),n.body.el.classList.add("jw-went-on"))}feed(e){for(let[n,r]of e.segments.entries())for(r.drawn<r.pieces.length&&e.segments[n+1]?.drawn&&(e.wrong=!0);r.drawn<r.pieces.length;r.drawn++)e.body.append(r.pieces[r.drawn]);return e.wrong&&this.schedule(),e.body}showAttempts(){for(let[e,n]of this.marks){let r=this.nameOf(n);M(e,r),e.title=r}}};var Li="answer",Hf="log",Gf=new Set([Li,"reasoning"]),qf=0,qa=t=>t===Li?0:t===Hf?2:1,Oi=t=>t.charAt(0).toUpperCase()+t.slice(1);function Wa(t,{nameOf:e,schedule:n}){let r=p("div","jw-tabs",{role:"tablist","aria-label":"Text",hidden:""}),i=p("bdi","jw-caption",{"aria-hidden":"true",hidden:""}),s=p("div","jw-channels",{hidden:""},r,i);t.append(s);let o=[],a=null,l,d={};function u(h){return o.find(_=>_.ch===h)??w(h)}function w(h){let _=`jw-channel-${++qf}`,j=()=>S.paint(),S=new or(Oi(h),()=>l===h&&n(j),e,{markdown:Gf.has(h)}),B=p("span","jw-news",{hidden:""},p("span","jw-said",{},", new text")),C=p("bdi","jw-cut",{},Oi(h)),$=p("button","jw-tab",{type:"button",role:"tab",id:_,"aria-controls":`${_}-panel`},C,B),O=p("div","jw-panel",{id:`${_}-panel`,"data-channel":h},S.el),W={ch:h,pane:S,tab:$,news:B,panel:O};$.addEventListener("click",()=>f(h));let G=o.find(D=>qa(D.ch)>qa(h));return r.insertBefore($,G?.tab??null),s.insertBefore(O,G?.panel??null),o.splice(G?o.indexOf(G):o.length,0,W),y(o.find(D=>D.ch===a)?.ch??o[0].ch),d[h]&&S.restore(d[h]),W}function f(h){a=h,y(h)}function y(h){let _=l!==h;l=h,s.hidden=!1;let j=o.length>1;r.hidden=!j,i.hidden=j||h===Li,M(i,Oi(h));for(let{tab:S,panel:B,news:C,pane:$,ch:O}of o){let W=O===h;S.setAttribute("aria-selected",String(W)),S.tabIndex=W?0:-1,B.hidden=!W,j&&B.setAttribute("role","tabpanel"),j&&B.setAttribute("aria-labelledby",S.id),W&&(C.hidden=!0,_&&$.show())}}return r.addEventListener("keydown",h=>{let _=o.findIndex(({ch:C})=>C===l),j={ArrowRight:_+1,ArrowLeft:_-1+o.length,Home:0,End:o.length-1}[h.key];if(j===void 0||h.altKey||h.ctrlKey||h.metaKey)return;h.preventDefault();let{ch:S,tab:B}=o[j%o.length];f(S),B.focus()}),{el:s,addText(h,_){for(let j of h){let S=u(j.ch);S.pane.apply(j,_.has(j.seg)),j.ch!==l&&j.text&&(S.news.hidden=!1)}},supersede(h){for(let _ of h)for(let{pane:j}of o)j.supersede(_)},clear(){for(let{pane:h,news:_}of o)h.clear(),_.hidden=!0},showAttempts(){for(let{pane:h}of o)h.showAttempts()},settle(){for(let{pane:h}of o)h.settle()},readingState(){let h=o.map(({ch:_,pane:j})=>[_,{following:j.following,top:j.last}]);return{chosen:a,panes:Object.fromEntries(h)}},restore(h){a=h.chosen,o.some(({ch:_})=>_===a)&&y(a),d=h.panes;for(let{ch:_,pane:j}of o)d[_]&&j.restore(d[_])},destroy(){for(let{pane:h}of o)h.destroy();o=[],s.remove()}}}v();var Wf={queued:"queued",running:"running",waiting_input:"needs an answer",cancelling:"cancelling",completed:"completed",failed:"failed",cancelled:"cancelled"};function Ka(t,e){let n=p("span","jw-label"),r=p("span","jw-num",{hidden:""}),i=p("div","jw-children",{hidden:"",role:"group","aria-label":"Child jobs",tabindex:"0"},n,r),s=new Map;function o(a){let l=p("span","jw-code",{},Gn(a.id)),[d,u]=[p("bdi","jw-cut"),p("span","jw-num")],w=p("span","jw-said",{},e?"Open child job ":"Copy the id of child job "),f=p("span","jw-said"),y=p("button","jw-child",{type:"button"},p("span","jw-child-dot"),w,d," ",l," ",u,f);y.addEventListener("click",()=>t(a.id,l)),r.before(y);let h={button:y,name:d,share:u,said:f};return s.set(a.id,h),h}return{el:i,set({children:a=[],childCount:l=0}){i.hidden=!l,M(n,l===1?"Child job":`${l} child jobs`);for(let d of a){let{button:u,name:w,share:f,said:y}=s.get(d.id)??o(d),h=d.state?Wf[d.state]??d.state:"";u.dataset.state=d.state??"",M(w,d.type),M(f,d.state==="running"&&typeof d.progress=="number"?`${Math.round(d.progress*100)} %`:""),M(y,h&&` ${h}`),u.title=[h,e?d.id:`copy the id ${d.id}`].filter(Boolean).join(" · ")}r.hidden=l<=a.length,M(r,`and ${l-a.length} more`)},clear(){for(let{button:a}of s.values())a.remove();s.clear()}}}v();function Za(){let t=new Set,e=0,n=new Set;function r(){e=0;let i=t;t=new Set;for(let s of i)s()}return{schedule(i){t.add(i),e||(e=requestAnimationFrame(r))},later(i,s){let o=setTimeout(()=>(n.delete(o),i()),s);n.add(o)},destroy(){for(let i of n)clearTimeout(i);e&&cancelAnimationFrame(e)}}}v();v();var ar={queued:"Queued",running:"Running",waiting_input:"Needs an answer",cancelling:"Cancelling",completed:"Completed",failed:"Failed",cancelled:"Cancelled"},$e=t=>["completed","failed","cancelled"].includes(t);function lr(t,e){let n=t?.attempts?.find(r=>r.n===e)?.why;return n?`attempt ${e} · ${n}`:`attempt ${e}`}function Ya({state:t,message:e,step:n,info:r}){let i=r.reason?` (${r.reason})`:"";switch(t){case"queued":return r.pending?"Waiting for the server":"Waiting for a worker";case"waiting_input":return e||n||"";case"completed":return e||"Done";case"failed":return e||`Failed${i}`;case"cancelled":return`Stopped before the end${i}`;default:return e||n||"Working"}}var Kf=["failed","cancelled"];function Xa(t,{announce:e,later:n,changed:r}){let i=p("strong","jw-title jw-cut"),s=p("span","jw-pill"),o=p("span","jw-num jw-again jw-cut",{hidden:""}),a=p("button","jw-cancel",{type:"button"},"Cancel"),l=p("button","jw-cancel jw-retry",{type:"button",hidden:""},"Retry"),d=p("span","jw-num jw-elapsed"),u=p("span"),w=p("button","jw-id",{type:"button"},p("span","jw-said",{},"Copy the job id "),u,Mo()),f=p("div","jw-header",{},p("span","jw-dot"),i,s,o,p("span","jw-space"),a,l,d,w),y=$o(e,n),h,_={cancel:"",retry:""},j={cancel:"",retry:""},S=!1;function B(O,W){_[O]="asking",j[O]="",$(),W(),n(()=>{_[O]==="asking"&&(_[O]="late",$())},2e3)}a.addEventListener("click",()=>{h&&!_.cancel&&h.state!=="cancelling"&&B("cancel",t.cancel)}),l.addEventListener("click",()=>{t.retry&&!_.retry&&B("retry",t.retry)}),w.addEventListener("click",()=>h&&y(h.job_id,u));function C(O,W,G,D,U){W&&document.activeElement===O&&w.focus({preventScroll:!0}),O.hidden=W,O.setAttribute("aria-disabled",String(G)),M(O,D),O.setAttribute("aria-label",G?`${D}: job ${U}`:`${D} job ${U}`)}function $(){if(!h)return;let{state:O}=h,W=O==="cancelling",G=W?"Cancelling":_.cancel==="asked"?"Asked":_.cancel?"Asking…":"Cancel";C(a,$e(O)||S,W||_.cancel!=="",G,h.title);let D=_.retry==="asked"?"Launching…":_.retry?"Asking…":"Retry";C(l,!t.retry||!Kf.includes(O)||S,_.retry!=="",D,h.title),r()}return{el:f,copyId:y,set(O){let W=h;h=O;let{state:G,info:D}=O;W&&W.job_id!==O.job_id&&([_.cancel,_.retry,j.retry]=["","",""]),M(i,O.title),i.title=O.title,M(s,ar[G]??G),o.hidden=O.attempt<2,M(o,lr(D,O.attempt)),o.title=o.textContent??"",W?.job_id!==O.job_id&&M(u,Gn(O.job_id)),w.title=`Copy the id ${O.job_id}`,W?.state!==G&&((G==="cancelling"||$e(G))&&(j.cancel=""),G!=="running"&&G!=="queued"&&(_.cancel=""),$e(G)||(_.retry="")),$()},acknowledge({of:O,ok:W,error:G}){let D=O==="retry"?"retry":"cancel";_[D]=W&&_[D]?"asked":"",j[D]=G??"",$()},get note(){return h?$e(h.state)?j.retry?[`Not launched again: ${j.retry}`,!0]:_.retry==="late"?["The kernel is busy: the wish to retry is queued there",!0]:null:j.cancel?[`Not cancelled: ${j.cancel}`,!0]:h.state==="cancelling"?["Waiting for the job to stop",!1]:_.cancel==="asking"?["Asking to cancel…",!1]:_.cancel==="late"?["The kernel is busy: the wish to cancel is queued there",!0]:_.cancel==="asked"?["Asked to cancel; waiting for the server",!1]:null:null},setDetached(O){S=O,$()},tick(O){if(!h)return;let{created:W,started:G,ended:D}=h.info,U=G||W,V=$e(h.state);M(d,U?Ke((V&&D?D:O)-U,!V):"")},focus:()=>w.focus({preventScroll:!0})}}v();function rn(t){t.setAttribute("data-lm-suppress-shortcuts","true"),t.setAttribute("data-jp-suppress-context-menu","");let e=n=>n.stopPropagation();for(let n of["keydown","keypress","keyup"])t.addEventListener(n,e)}v();function Va(){let t=p("strong"),e=p("bdi"),n=p("pre","jw-trace",{tabindex:"0",role:"region","aria-label":"Traceback"}),r=p("details","",{"data-channel":"traceback"},p("summary","",{},"Traceback"),n),i=p("div","jw-error",{hidden:""},p("div","",{},t," ",e),r),s=p("pre","",{tabindex:"0",role:"region","aria-label":"Result"}),o=p("div","jw-result",{hidden:""},p("span","",{},"Result"),s);return{error:i,result:o,set(a){i.hidden=!a.error,M(t,a.error?.type??""),M(e,a.error?.message??""),r.hidden=!a.error?.traceback,M(n,a.error?.traceback??""),o.hidden=a.result===null||a.result===void 0,M(s,a.result??"")}}}v();v();var cr={samples:3,span:3,gain:.02},Ja={samples:5,span:10},Zf=48*3600,jn=class{constructor(){this.samples=[]}add(e,n,r=null){let i=this.samples.at(-1);if((n===null||i&&(n<i.share||r===null!=(i.done===null)))&&(this.samples=[]),n===null||i&&n===i.share&&this.samples.length)return;let s=this.samples.at(-2);for(s&&e-s.at<.5&&this.samples.pop(),this.samples.push({at:e,share:n,done:r});this.samples.length>cr.samples&&this.samples[1].at<e-30;)this.samples.shift()}read(e){let[n,r]=[this.samples[0],this.samples.at(-1)];if(!r||this.samples.length<cr.samples||r.share>=1)return null;let i=r.share-n.share,s=(r.at-n.at)/(this.samples.length-1),o=Math.max(r.at,e-2*s-1)-n.at;if(!(this.samples.length>=Ja.samples&&o>=Ja.span&&i>0)&&(o<cr.span||i<cr.gain))return null;let l=(1-r.share)*o/i-Math.max(0,Math.min(e,r.at+2*s)-r.at);return{perSecond:n.done===null||r.done===null?null:(r.done-n.done)/o,left:Math.max(0,l)}}text(e){let n=this.read(e);return n?[n.perSecond?Yf(n.perSecond):"",Xf(n.left)].filter(Boolean).join(" · "):""}};function Yf(t){let[e,n]=t>=.95?[t,"s"]:t*60>=.95?[t*60,"min"]:[t*3600,"h"];return`${e>=9.5?Math.round(e).toLocaleString("en-US"):e.toFixed(1).replace(/\.0$/,"")}/${n}`}function Xf(t){if(t>Zf)return"";if(t<8)return"a few seconds left";if(t<50)return`about ${Math.ceil(t/10)*10} s left`;if(t<3300)return`about ${Math.max(1,Math.round(t/60))} min left`;let e=t/3600;return`about ${e<9.5?e.toFixed(1).replace(/\.0$/,""):Math.round(e)} h left`}var Vf=["running","cancelling"];function Qa(){let t=p("div","jw-fill"),e=p("div","jw-bar",{role:"progressbar","aria-valuemin":"0","aria-valuemax":"100","aria-label":"Progress"},t),n=p("span","jw-note jw-cut",{dir:"auto"}),r=p("span","jw-num jw-pace"),i=p("span","jw-num jw-percent"),s=p("div","jw-status",{},n,r,i),o=new jn,a=0,l;function d(u){M(r,l?.state==="running"?o.text(u):"")}return{bar:e,line:s,tick:d,set(u,w){l=u;let{state:f,progress:y,message:h,info:_}=u;a!==u.attempt&&(o=new jn),a=u.attempt,f==="running"&&o.add(w,y,_.done??null);let j=y===null&&Vf.includes(f),S=f==="completed"?1:y??0;e.classList.toggle("jw-busy",j),t.style.width=j?"":`${(S*100).toFixed(1)}%`,j?e.removeAttribute("aria-valuenow"):e.setAttribute("aria-valuenow",String(Math.round(S*100))),h?e.setAttribute("aria-valuetext",j?h:`${Math.round(S*100)} %, ${h}`):e.removeAttribute("aria-valuetext"),M(i,y===null||f==="completed"?"":`${Math.round(y*100)} %`),d(w)},say(u,w){M(n,u),n.title=u,s.classList.toggle("jw-urgent",w),s.hidden=!u&&!i.textContent}}}v();v();var Jf=["oneOf","anyOf","allOf","not","if","patternProperties","dependentRequired","dependentSchemas","propertyNames"],Qf=["title","description","default","examples","$schema","$defs","$id","$comment"],Xe=t=>typeof t=="object"&&t!==null&&!Array.isArray(t),Ci=t=>typeof t=="string"?t:JSON.stringify(t);function dr(t,e,n=0){if(!Xe(t)||n>8)return t===!0?{}:null;let{$ref:r,allOf:i,...s}=t,o=r??(Array.isArray(i)&&i.length===1?i[0]?.$ref:void 0);if(typeof o!="string")return t;if(!o.startsWith("#/"))return null;let a=e;for(let d of o.slice(2).split("/")){let u=d.replaceAll("~1","/").replaceAll("~0","~");if(!Xe(a)||!Object.hasOwn(a,u))return null;a=a[u]}let l=dr(a,e,n+1);return l&&{...l,...s}}function eh(t,e){if(Array.isArray(t.type)&&t.type.includes("null")){let s=t.type.filter(o=>o!=="null");return[{...t,type:s.length===1?s[0]:s},!0]}let{anyOf:n,...r}=t;if(!Array.isArray(n)||!n.some(s=>s?.type==="null"))return[t,!1];let i=n.filter(s=>s?.type!=="null");return[{...i.length===1?dr(i[0],e):{anyOf:i},...r},!0]}function th(t){if(Array.isArray(t.enum)&&t.enum.length)return t.enum.map(n=>({value:n,label:Ci(n)}));if("const"in t)return[{value:t.const,label:String(t.title??Ci(t.const))}];let e=t.oneOf??t.anyOf;return!Array.isArray(e)||!e.length||!e.every(n=>Xe(n)&&"const"in n)?null:e.map(n=>({value:n.const,label:String(n.title??Ci(n.const))}))}function ur(t,e=t){let n=(a,l={},d=[],u=!1)=>({kind:a,choices:d,schema:l,nullable:u});if(t==null||t===!0)return n("text");let r=dr(t,e);if(!r)return n("json");let[i,s]=eh(r,e),o=th(i);if(o)return n("choices",i,o,s);switch(i.type){case"boolean":return n("boolean",i,[{value:!0,label:"Yes"},{value:!1,label:"No"}],s);case"string":return n(i.maxLength>200||i.format==="textarea"?"lines":"text",i,[],s);case"number":case"integer":return n(i.type,i,[],s);case"array":return nh(i,e,s);case void 0:{let a=Object.keys(i).filter(l=>!Qf.includes(l));return n(a.length?"json":"text",i,[],s)}default:return n("json",i,[],s)}}function nh(t,e,n){let r=Xe(t.items)&&!t.prefixItems?ur(t.items,e):null;return{kind:r?.nullable?"json":r?.kind==="choices"?"several":r?.kind==="text"&&r.schema.type==="string"?"strings":"json",choices:r?.choices??[],schema:t,nullable:n}}function el(t){let e=Xe(t)?dr(t,t):null;if(!e||e.type!=="object"||!Xe(e.properties)||Jf.some(s=>s in e)||Xe(e.additionalProperties))return null;let n=Object.keys(e.properties),r=Array.isArray(e.required)?e.required:[];if(!n.length||n.length>20||r.some(s=>!n.includes(s)))return null;let i=n.map(s=>{let o=ur(e.properties[s],t),{title:a,description:l,default:d}=o.schema;return{...o,name:s,label:typeof a=="string"&&a?a:s,about:typeof l=="string"?l:"",required:r.includes(s),initial:e.default?.[s]??d}});return i.some(s=>s.kind==="json")?null:i}function tl(t){if(!Xe(t))return"";let e=t.default??t.examples?.[0];if(e!==void 0)return JSON.stringify(e,null,2);if(t.type==="array")return"[]";if(!Xe(t.properties))return"";let n={string:"",boolean:!1,array:[],object:{}},r=Object.entries(t.properties).map(([i,s])=>{let o=s?.default??s?.enum?.[0]??n[s?.type];return[i,o??null]});return JSON.stringify(Object.fromEntries(r),null,2)}function Ii(t,e,n={}){let r=t.trim()===""?NaN:Number(t);if(!Number.isFinite(r))throw"Type a number.";if(e&&!Number.isInteger(r))throw"Type a whole number.";let{minimum:i,maximum:s,exclusiveMinimum:o,exclusiveMaximum:a}=n;if(r<i||r>s||r<=o||r>=a)throw`${fr(n,e)}, please.`;return r}function pr(t,{minLength:e=0,maxLength:n=1/0,pattern:r}){let i=[...t].length;if(i<e)throw i||e>1?`At least ${e} characters, please.`:"Fill this in.";if(i>n)throw`At most ${n} characters, please.`;if(typeof r=="string"&&!rh(t,r))throw`This must match ${r}`;return t}function rh(t,e){try{return e.length>200||new RegExp(e,"u").test(t)}catch{return!0}}function nl(t){try{return JSON.parse(t)}catch(e){throw`This is not JSON: ${e.message}`}}function fr({minimum:t,maximum:e,exclusiveMinimum:n,exclusiveMaximum:r},i){let s=i?"A whole number":"A number",[o,a]=[t,e].map(l=>typeof l=="number"?String(l):"");return o&&a?`${s} from ${o} to ${a}`:o?`${s} from ${o} up`:a?`${s} up to ${a}`:typeof n=="number"?`${s} above ${n}${typeof r=="number"?` and below ${r}`:""}`:typeof r=="number"?`${s} below ${r}`:s}v();var ih={date:"date",email:"email",uri:"url","date-time":"text"},rl=(t,e)=>JSON.stringify(t)===JSON.stringify(e),sh=0;function Mi(t,e,n,r=!1){return t.kind==="choices"?oh(t,e,n,r):t.kind==="boolean"?ah(e,n):t.kind==="several"?lh(t,e,n):ch(t,e,n)}function oh({choices:t},e,n,r){let i=p("select","jw-input",e);return i.append(p("option","",{value:""},r?"–":"Choose…")),t.forEach(({value:o,label:a},l)=>{let d=p("option","",{value:String(l),dir:"auto"},a);d.selected=n!==void 0&&rl(o,n),i.append(d)}),{el:i,controls:[i],hint:"",read:()=>{if(i.value==="")throw"Choose an answer.";return t[Number(i.value)].value},blank:()=>i.value===""}}function ah(t,e){let n=p("input","jw-check",{...t,type:"checkbox"});return n.checked=e===!0,{el:n,controls:[n],hint:"",read:()=>n.checked,blank:()=>!1}}function lh({choices:t,schema:e},n,r){let i=t.map(({value:d})=>{let u=p("input","jw-check",{type:"checkbox"});return u.checked=Array.isArray(r)&&r.some(w=>rl(w,d)),u}),{id:s,...o}=n,a=p("div","jw-several",{...o,role:"group"});a.append(...i.map((d,u)=>p("label","",{},d,p("bdi","",{},t[u].label))));let l=()=>t.filter((d,u)=>i[u].checked).map(({value:d})=>d);return i[0].id=s,{el:a,controls:i,hint:"",read:()=>il(l(),e),blank:()=>!l().length}}function il(t,{minItems:e=0,maxItems:n=1/0}){if(t.length<e)throw`At least ${e}, please.`;if(t.length>n)throw`At most ${n}, please.`;return t}function ch({kind:t,schema:e},n,r){let i=t==="json"||t==="lines"||t==="strings",s=p(i?"textarea":"input",`jw-input jw-${t}`,{...n,dir:"auto"});i?s.setAttribute("rows",t==="strings"?"3":"4"):Object.assign(s,{type:ih[e.format]??"text",autocomplete:"off"}),t==="number"&&(s.inputMode="decimal"),t==="integer"&&(s.inputMode="numeric"),t==="json"&&(s.spellcheck=!1),t==="json"?s.value=tl(e):Array.isArray(r)?s.value=r.join(`
`):r!=null&&(s.value=String(r));let o=()=>s.value.split(`
`).map(u=>u.trim()).filter(Boolean),a={text:()=>pr(s.value,e),lines:()=>pr(s.value,e),number:()=>Ii(s.value,!1,e),integer:()=>Ii(s.value,!0,e),strings:()=>il(o().map(u=>pr(u,e.items??{})),e),json:()=>nl(s.value)},l={text:"",lines:"",number:fr(e,!1),integer:fr(e,!0),strings:"One a line",json:"JSON"},d=t;return{el:s,controls:[s],hint:l[d],read:a[d],blank:()=>!s.value.trim()}}function sl(t){return{el:t.el,controls:t.controls,read:t.read}}function ol(t){let e=p("div","jw-form"),n=t.map(i=>dh(i));e.append(...n.map(i=>i.el));let r=()=>{let i={},s=n.filter(o=>!o.into(i));if(!s.length)return i;throw s[0].field.controls[0].focus(),s.length===1?"":`${s.length} fields need another look.`};return{el:e,controls:n.flatMap(i=>i.field.controls),read:r}}function dh(t){let{name:e,label:n,about:r,required:i,nullable:s,initial:o,kind:a}=t,l=`jw-field-${++sh}`,d=a==="several",u={id:l,"aria-describedby":`${l}-about ${l}-wrong`},w=d?{...u,"aria-labelledby":`${l}-label`}:u,f=Mi(t,w,o??void 0,!i);i&&a!=="boolean"&&!d&&f.controls[0].setAttribute("aria-required","true");let y=p(d?"span":"label","jw-field-label",{id:`${l}-label`,dir:"auto"},n);d||y.setAttribute("for",l),!i&&a!=="boolean"&&y.append(p("span","jw-optional",{}," optional"));let h=p("div","jw-field-about",{id:`${l}-about`,dir:"auto"},[r,f.hint].filter(Boolean).join(" · ")),_=p("div","jw-field-wrong",{id:`${l}-wrong`,hidden:""}),j=p("div",`jw-field jw-field-${a}`,{"data-name":e},y,f.el,h,_);function S(C){M(_,C),_.hidden=!C;for(let $ of f.controls)C?$.setAttribute("aria-invalid","true"):$.removeAttribute("aria-invalid")}function B(C){S("");try{if(!f.blank()||i&&(d||a==="strings"))C[e]=f.read();else if(i&&s)C[e]=null;else if(i&&o==="")C[e]="";else if(i)throw a==="choices"?"Choose an answer.":"Fill this in.";return!0}catch($){return S(String($)),!1}}return{el:j,field:f,into:B}}var uh=5,ph=["json","lines","strings"],fh=0;function al(t,e){let n=++fh,r=p("div","jw-prompt",{id:`jw-prompt-${n}`,dir:"auto"}),i=p("div","jw-fields"),s=p("span","jw-about",{id:`jw-about-${n}`,dir:"auto"}),o=p("span","jw-num jw-left"),a=p("span","jw-became"),l=p("div","jw-refused",{id:`jw-refused-${n}`,dir:"auto",hidden:""}),d=p("div","jw-foot",{},s,o),u=p("div","jw-question",{role:"group","aria-labelledby":r.id,hidden:""});u.append(r,i,l,d);let w=null,f=[],y,h="",_=!1,j,S=()=>h!==""||_;function B(L,k){!w||S()||($(""),h="sending",k?.classList.add("jw-chosen"),O(),clearTimeout(j),j=setTimeout(()=>{h==="sending"&&(h="late",O())},2e3),t(w.key,L))}function C(){if(!y||S())return;let L;try{L=y.read()}catch(k){$(String(k)),(!y.el.contains(document.activeElement)||!y.el.matches(".jw-form"))&&y.controls[0].focus();return}B(L)}function $(L){if(M(l,L),l.hidden=!L,L&&e(L),!y?.el.matches(".jw-form"))for(let k of y?.controls??[])L?k.setAttribute("aria-invalid","true"):k.removeAttribute("aria-invalid")}function O(){for(let k of f)k.setAttribute("aria-disabled",String(S())),k instanceof HTMLSelectElement||k.matches("[type=checkbox]")?k.disabled=S():(k instanceof HTMLInputElement||k instanceof HTMLTextAreaElement)&&(k.readOnly=S()),h||k.classList.remove("jw-chosen");u.classList.toggle("jw-answered",S()),M(a,{"":"",sending:"Sending…",late:"The kernel is busy: the answer is queued there",sent:"Answer sent"}[h])}function W(L){let k=Xe(L.schema)?L.schema:{},P=typeof k.description=="string"?k.description:"",x=ur(L.schema),E=x.kind==="json"?el(L.schema):null;M(r,L.prompt),i.replaceChildren(),y=void 0;let b="";E?D(ol(E)):!x.nullable&&x.choices.length&&x.choices.length<=uh&&x.kind!=="several"?G(x.choices,k.default):b=U(x,k),M(s,[P,b].filter(Boolean).join(" · "))}function G(L,k){f=L.map(({value:P,label:x})=>{let E=k!==void 0&&JSON.stringify(P)===JSON.stringify(k),b=p("button",E?"jw-choice jw-suggested":"jw-choice",{type:"button"});return b.append(p("bdi","",{},x)),b.addEventListener("click",()=>B(P,b)),b}),i.append(...f,a)}function D(L){y=L;let k=p("button","jw-send",{type:"button"},"Send");k.addEventListener("click",C);for(let P of L.controls)P.addEventListener("keydown",x=>V(x));f=[...L.controls,k],i.append(L.el,k,a)}function U(L,k){let x={"aria-label":typeof k.title=="string"?k.title:"Answer","aria-describedby":`${r.id} ${s.id} ${l.id}`},E=Mi(L.kind==="boolean"?{...L,kind:"choices"}:L,x,k.default,L.nullable),b=E.read;L.nullable&&(E.read=()=>E.blank()?null:b());let A=E.controls[0];typeof k.title=="string"&&"placeholder"in A&&(A.placeholder=k.title),D(sl(E));let F=ph.includes(L.kind)?"Ctrl+Enter sends":"";return[E.hint,F].filter(Boolean).join("; ")}function V(L){if(L.key!=="Enter"||L.isComposing)return;let k=L.target;k.matches("select")||k.matches("textarea")&&!L.ctrlKey&&!L.metaKey||(L.preventDefault(),C())}return{el:u,get asking(){return w!==null},set(L,k){L?.key!==w?.key&&(w=L,h="",$(""),L&&W(L)),u.hidden=!L,k&&!h&&(h="sent"),O()},acknowledge({key:L,ok:k,error:P}){!w||L&&L!==w.key||(clearTimeout(j),h=k?"sent":"",O(),$(k?"":P??"The answer was not taken."),k&&e("Answer sent"))},setDetached(L){_=L,O()},tick(L){let k=w?.expires?w.expires-L:null;M(o,k===null?"":k>0?`${Ke(k,!0)} left`:"Time is up"),o.classList.toggle("jw-soon",k!==null&&k<30)},destroy(){clearTimeout(j)}}}v();v();var hh=60;function _n(t){return[["Detail",t.detail.length>hh?t.detail:""],["Arguments",t.arguments??""],["Result",t.result??""],["Error",t.error??""]].filter(([,n])=>n)}function gh(t){if(!/^\s*[[{]/.test(t))return t;try{return JSON.stringify(JSON.parse(t),null,2)}catch{return t}}function $i(t,e){let n=_n(e),r=[...t.children];(r.length!==n.length||n.some(([i],s)=>r[s].dataset.label!==i))&&t.replaceChildren(...n.map(([i])=>wh(i))),n.forEach(([,i],s)=>M(t.children[s].querySelector("pre"),gh(i)))}function wh(t){let e=p("pre","",{dir:"auto",tabindex:"0",role:"region","aria-label":t}),n=p("button","jw-copy",{type:"button","aria-label":`Copy: ${t}`},"Copy");return n.addEventListener("click",async()=>{await bn(e.textContent??""),M(n,"Copied"),setTimeout(()=>M(n,"Copy"),1200)}),p("div","jw-value",{"data-label":t},p("span","jw-label",{},t),e,n)}var mh=20,bh=12,xh={completed:"✓",failed:"✕",cancelled:"–",interrupted:"–",running:""},yh="kept from an earlier attempt",Di=class{constructor(e){this.id=e,this.row=void 0,this.parent=null,this.children=[],this.wanted=void 0,this.detailed=!1,this.twist=p("span","jw-twist",{"aria-hidden":"true"}),this.icon=p("span","jw-icon",{role:"img"}),this.name=p("span","jw-name jw-cut",{dir:"auto"}),this.count=p("span","jw-num jw-count",{hidden:""}),this.detail=p("span","jw-detail jw-cut",{dir:"auto"}),this.took=p("span","jw-num"),this.line=p("div","jw-row",{},this.twist,this.icon,this.name,this.count,this.detail,this.took),this.node=p("div","jw-item",{role:"treeitem",tabindex:"-1"},this.line),this.el=p("li","jw-step",{role:"none"},this.node),this.group=void 0,this.panel=void 0}get depth(){let e=0;for(let n=this.parent;n;n=n.parent)e++;return e}get open(){return this.children.length?this.wanted??(this.row.status==="running"||this.children.length<=mh):!1}get expandable(){return this.children.length>0||_n(this.row).length>0}draw(){let{row:e}=this,{status:n}=e;this.icon.dataset.status=n,M(this.icon,xh[n]??""),e.superseded?this.name.querySelector("del")?M(this.name.firstChild,e.name):this.name.replaceChildren(p("del","",{},e.name)):M(this.name,e.name),this.line.classList.toggle("jw-superseded",e.superseded);let r=[e.replayed?yh:"",e.detail||n==="failed"&&e.error||e.arguments||""];M(this.detail,r.filter(Boolean).join(" · ")),this.detail.classList.toggle("jw-bad",n==="failed"&&!e.detail&&!!e.error),this.expandable?this.detail.removeAttribute("title"):this.detail.title=this.detail.textContent??"",this.icon.setAttribute("aria-label",e.superseded?`${n}, superseded`:n),this.fold(),this.panel&&this.detailed&&$i(this.panel,e)}fold(){let{open:e,expandable:n}=this;this.group&&(this.group.hidden=!e),this.count.hidden=e||!this.children.length,M(this.count,this.count.hidden?"":`(${this.children.length.toLocaleString("en-US")})`),this.detailed&&!this.panel&&(this.panel=p("div","jw-step-more"),$i(this.panel,this.row),this.line.after(this.panel)),this.panel&&(this.panel.hidden=!this.detailed);let r=this.children.length?e:this.detailed;n?this.node.setAttribute("aria-expanded",String(r)):this.node.removeAttribute("aria-expanded"),this.line.classList.toggle("jw-opens",n),this.twist.dataset.open=n?String(r):""}place(){let{depth:e}=this;this.node.setAttribute("aria-level",String(e+1)),this.el.style.setProperty("--depth",String(Math.min(e,bh)));for(let n of this.children)n.place()}tick(e,n){let{started:r,ended:i,status:s}=this.row;i&&r?M(this.took,Ke(i-r)):M(this.took,s==="running"&&r&&!n?Ke(e-r,!0):"")}adopt(e){this.group||(this.group=p("ul","jw-group",{role:"group"}),this.el.append(this.group)),ll(this.children,this.group,e),e.parent=this,e.place(),this.fold()}isWithin(e){for(let n=this;n;n=n.parent)if(n===e)return!0;return!1}};function ll(t,e,n){let r=t.length;for(;r>0&&t[r-1].row.order>n.row.order;)r--;e.insertBefore(n.el,t[r]?.el??null),t.splice(r,0,n)}function cl(t){let e=p("ul","jw-steps",{role:"tree","aria-label":"Steps",hidden:""}),n=new Map,r=new WeakMap,i=[],s=new Map,o=new Set,a,l=!0,d=0;function u(x){let E=new Di(x.id);E.row=x,n.set(x.id,E),r.set(E.node,E);let b=x.parent===x.id?void 0:n.get(x.parent??"");b?b.adopt(E):(ll(i,e,E),E.place(),x.parent&&s.set(x.parent,(s.get(x.parent)??new Set).add(E)));for(let A of s.get(x.id)??[])E.isWithin(A)||(i.splice(i.indexOf(A),1),E.adopt(A));return s.delete(x.id),E}function w(x){for(let E of x){let b=n.get(E.id);b&&(b.row=E);let A=b??u(E);E.status==="running"?o.add(A):o.delete(A),A.tick(f,y),A.draw()}e.hidden=n.size===0,!a&&i.length&&B(i[0]),a&&!j(a)&&B(S(a)),l&&t(_)}let f=0,y=!1;function h(x,E){[f,y]=[x,E];for(let b of o)b.tick(x,E)}let _=()=>{e.scrollTop=e.scrollHeight,d=e.scrollTop};e.addEventListener("scroll",()=>{e.scrollHeight-e.scrollTop-e.clientHeight<8?l=!0:e.scrollTop<d-1&&(l=!1),d=e.scrollTop});function j(x){for(let E=x.parent;E;E=E.parent)if(!E.open)return!1;return!0}function S(x){let E=x;for(let b=x.parent;b;b=b.parent)b.open||(E=b);return E}function B(x){let E=a?.node===document.activeElement&&a!==x;a?.node.setAttribute("tabindex","-1"),a=x,x.node.setAttribute("tabindex","0"),E&&x.node.focus({preventScroll:!0})}function C(x){x&&(B(x),l=!1,x.node.focus({preventScroll:!0}),x.line.scrollIntoView({block:"nearest"}))}let $=x=>x.open?$(x.children.at(-1)):x,O=x=>x.parent?.children??i;function W(x){if(x.open)return x.children[0];for(let E=x;E;E=E.parent){let b=O(E),A=b[b.indexOf(E)+1];if(A)return A}}function G(x){let E=O(x),b=E[E.indexOf(x)-1];return b?$(b):x.parent??void 0}function D(x,E=!x.open){x.children.length&&(x.wanted=E,l=!1,x.fold(),a&&!j(a)&&B(x))}function U(x,E=!x.detailed){_n(x.row).length&&(x.detailed=E,l=!1,x.fold())}function V(x){_n(x.row).length?U(x):D(x)}function L(x){x.open?C(x.children[0]):x.children.length?D(x,!0):U(x,!0)}function k(x){x.open?D(x,!1):x.detailed?U(x,!1):C(x.parent??void 0)}let P={ArrowDown:x=>C(W(x)),ArrowUp:x=>C(G(x)),ArrowRight:L,ArrowLeft:k,Home:()=>C(i[0]),End:()=>C($(i.at(-1))),Enter:V," ":V,"*":x=>O(x).forEach(E=>D(E,!0))};return e.addEventListener("keydown",x=>{let E=r.get(x.target),b=P[x.key],A=x.ctrlKey||x.metaKey||x.altKey||x.shiftKey&&x.key!=="*";!E||!b||A||(x.preventDefault(),b(E))}),e.addEventListener("focusin",x=>{let E=r.get(x.target);E&&B(E)}),e.addEventListener("click",x=>{let E=x.target,b=E.closest(".jw-row"),A=b?.parentElement&&r.get(b.parentElement);A&&(B(A),A.node.focus({preventScroll:!0}),E.closest(".jw-twist")&&A.children.length?D(A):V(A))}),{el:e,set:w,tick:h,clear(){e.replaceChildren(),e.hidden=!0,n.clear(),s.clear(),o.clear(),i.length=0,a=void 0},get last(){return d}}}v();var jh=.8,vn=t=>t.toLocaleString("en-US");function Pi(t){return t===0||t>=.01?`$${t.toLocaleString("en-US",{minimumFractionDigits:2,maximumFractionDigits:2})}`:t<1e-4?"<$0.0001":`$${t.toFixed(4).replace(/0+$/,"")}`}function _h({inputTokens:t,outputTokens:e,cost:n,maxTokens:r,maxCost:i}){let s=t+e,o=[];(s||r)&&o.push(r?`${vn(s)} of ${vn(r)} tokens`:`${vn(s)} tokens`),(n||i)&&o.push(i?`${Pi(n)} of ${Pi(i)}`:Pi(n));let a=[r?s/r:null,i?n/i:null].filter(l=>l!==null);return{text:o.join(" · "),detail:s?`${vn(t)} in, ${vn(e)} out`:"",share:a.length?Math.max(...a):null}}function dl(){let t=p("span","jw-num jw-usage-text"),e=p("span","jw-num jw-usage-detail"),n=p("span","jw-meter-fill"),r=p("span","jw-meter",{role:"meter","aria-label":"Budget used","aria-valuemin":"0","aria-valuemax":"100"},n),i=p("div","jw-usage",{hidden:""},t,e,r);return{el:i,set(s){let o=s?_h(s):{text:"",detail:"",share:null};if(i.hidden=!o.text,M(t,o.text),M(e,o.detail),r.hidden=o.share===null,o.share===null)return;let a=Math.min(100,Math.round(o.share*100));n.style.width=`${a}%`,r.setAttribute("aria-valuenow",String(a)),r.setAttribute("aria-valuetext",`${Math.round(o.share*100)} % of the budget: ${o.text}`),r.dataset.level=o.share>=1?"over":o.share>=jh?"near":"fine"}}}function yt(t,e){let n=Za(),r,i=0,s=0,o=1,a=!1,l=null,d=new Set,u=p("span","jw-said",{role:"status","aria-live":"polite"}),w=E=>M(u,E),f=Xa(e,{announce:w,later:n.later,changed:V}),y=Qa(),h=al(e.answer,w),_=js(),j=Va(),S=cl(n.schedule),B=Ka(e.open??f.copyId,!!e.open),C=p("div","jw-texts"),$=Wa(C,{nameOf:E=>lr(r?.info,E),schedule:n.schedule}),O=Ha(e),W=dl(),G=p("div","jw-card",{},f.el,y.bar,y.line,h.el,_.el,j.error,S.el);G.append(B.el,C,O.el,j.result,W.el,u);let D=p("div","jw jw-activity",{role:"group"},G);rn(D),t.append(D);let U=()=>{let E=Date.now()/1e3;return E+i+(E-s)*(o-1)};function V(){if(!r)return;let{state:E,info:b,job_id:A}=r,F=f.note??[Ya(r),!1];!$e(E)&&a?F=[`The kernel is gone; the job goes on: jw.attach("${A}")`,!0]:!$e(E)&&b.problem&&(F=[`Not followed any more: ${b.problem}`,!0]),y.say(...F)}function L(E,b){if(!E||E.job_id!==b.job_id)return;let{question:A}=b.info;A&&A.key!==E.info.question?.key?w(`Job ${b.title} asks: ${A.prompt}`):E.state!==b.state&&w(`Job ${b.title}: ${ar[b.state]??b.state}`)}function k(E){let b=r;r=E;let{info:A}=E;A.now&&(s=Date.now()/1e3,i=A.now-s,o=A.pace??1),D.dataset.state=E.state,D.dataset.jobwidgetsJob=E.job_id,D.setAttribute("aria-label",`Job ${E.title}`),b&&b.job_id!==E.job_id&&B.clear(),L(b,E),y.set(E,U()),f.set(E),$.showAttempts(),!A.question&&h.el.contains(document.activeElement)&&f.focus(),h.set(A.question??null,A.answering??!1),_.set(A.answered),B.set(A),j.set(A),W.set(A.usage),$e(E.state)&&$.settle(),P()}function P(){if(!r)return;D.isConnected&&(l=D.closest(".jp-OutputArea, .cell, body"));let E=U();h.tick(E),f.tick(E),y.tick(E),S.tick(E,$e(r.state))}let x=setInterval(()=>r&&!$e(r.state)&&!document.hidden&&P(),1e3);return{root:D,setHead:k,setSteps:E=>S.set(E),setArtifacts:E=>O.set(E),pictures:()=>O.pictures(),addText:E=>$.addText(E,d),supersede(E){let b=[...E];for(let A of b)d.add(A);$.supersede(b)},clear(){S.clear(),d.clear(),$.clear(),O.clear()},acknowledge(E){E.of==="answer"?h.acknowledge(E):f.acknowledge(E)},setDetached(E){a=E,h.setDetached(E),f.setDetached(E)},readingState(){let E=!!j.error.querySelector("details[open]");return{...$.readingState(),traceback:E,steps:S.last,host:l}},destroy(){clearInterval(x),h.destroy(),n.destroy(),$.destroy(),O.destroy(),D.remove()}}}v();var gl={queued:"Queued",running:"Running",waiting_input:"Needs an answer",cancelling:"Cancelling",completed:"Completed",failed:"Failed",cancelled:"Cancelled"},En=Object.keys(gl),vh=["completed","failed","cancelled"],Eh=[["name","Job"],["state","State"],["progress","Progress"],["step","Step or result"],["time","Time"],["attempt","Attempt"]],kh=5e3,Sh=1e3,ul=10,pl=28,fl=10,hr=t=>vh.includes(t),zi=t=>gl[t]??t,kn=(t,e)=>p("button",t,{type:"button"},e),hl=new Intl.Collator(void 0,{numeric:!0,sensitivity:"base"});function wl(t,e){let n=[],r=[],i,s=0,o="",a="",l="",d=!1,u=null,w=!1,f="",y="",h=!1,_=!1,j=0,S=0,B=null,C=new Set,$=new Set,O,W=p("strong","jw-title jw-cut"),G=p("span","jw-num"),D=kn("jw-cancel-all","Cancel all"),U=p("div","jw-fill"),V=p("div","jw-bar",{role:"progressbar","aria-valuemin":"0","aria-valuemax":"100"},U);V.setAttribute("aria-label","Progress of all jobs");let L=p("div","jw-filters",{role:"group","aria-label":"Show jobs that are"}),k=p("input","jw-search",{type:"search",placeholder:"Filter"});k.setAttribute("aria-label","Show jobs with this text"),k.setAttribute("spellcheck","false");let P=p("div","jw-note",{hidden:""}),x=Eh.map(([g,N])=>{let z=kn("jw-sort","");return z.append(p("span","jw-word",{},N)),z.addEventListener("click",()=>Ie(g)),{key:g,el:p("div",`jw-th jw-c-${g}`,{role:"columnheader","aria-sort":"none"},z)}}),E=p("div","jw-tr jw-thead",{role:"row","aria-rowindex":"1"},...x.map(g=>g.el));E.append(p("div","jw-th jw-c-do",{role:"columnheader"},p("span","jw-said",{},"Actions")));let b=p("div","jw-tbody",{role:"rowgroup"}),A=p("div","jw-grid",{role:"grid"},p("div","",{role:"rowgroup"},E),b),F=p("div","jw-none",{hidden:""},"No job matches"),Y=p("div","jw-rows",{},A,F),ie=kn("jw-close","Close"),oe=p("div","jw-open",{hidden:"",role:"region","aria-label":"Job"},ie),de=p("span","jw-said",{role:"status","aria-live":"polite"}),Le=p("div","jw-header",{},W,G,p("span","jw-space"),D),Ae=p("div","jw-card",{},Le,V,p("div","jw-tools",{},L,k),P,Y,de),me=p("div","jw jw-table",{role:"group","data-lm-suppress-shortcuts":"true"},Ae,oe);me.setAttribute("data-jp-suppress-context-menu",""),t.append(me);for(let g of["keydown","keypress","keyup"])me.addEventListener(g,N=>N.stopPropagation());let ct=new Map;for(let g of["",...En]){let N=p("span","jw-num"),z=kn("jw-filter","");z.append(`${g?zi(g):"All"} `,N),z.dataset.state=g,z.setAttribute("aria-pressed",String(!g)),z.addEventListener("click",()=>Ue(g===o?"":g)),ct.set(g,{el:z,count:N}),L.append(z)}function pe(g,N){let z=(pt,...Ft)=>p("div",`jw-td ${pt}`,{role:"gridcell"},...Ft),ee=z("jw-c-name jw-cut"),ae=z("jw-c-state jw-cut"),je=p("div","jw-fill"),He=p("div","jw-bar",{role:"progressbar","aria-valuemin":"0","aria-valuemax":"100"},je);He.setAttribute("aria-label","Progress");let Me=p("span","jw-num"),De=z("jw-c-step jw-cut"),Je=z("jw-c-time jw-num"),sn=z("jw-c-attempt jw-num"),St=kn("jw-act","Cancel");St.tabIndex=-1;let At=p("div","jw-tr",{role:"row",tabindex:"-1","aria-selected":"false"},ee,ae);At.append(z("jw-c-progress",He,Me),De,Je,sn,z("jw-c-do",St));let Tt={...{number:g[0],head:g,body:N,el:At,name:ee,state:ae,bar:He,fill:je,percent:Me,step:De,time:Je},attempt:sn,button:St,phase:""};return St.addEventListener("click",pt=>{pt.stopPropagation(),kt(Tt)}),At.addEventListener("click",()=>ne(Tt)),At.addEventListener("focus",()=>K(Tt)),Tt}function _t(g){let[,N,z,ee,ae]=g.head;g.el.dataset.job=N,g.name.replaceChildren(p("bdi","jw-what",{},ee||z)),ee&&zt&&g.name.prepend(p("bdi","jw-type",{},z)," "),g.name.title=`${z} ${ae} · ${N}`}let dt=g=>g.head[3]||g.head[2],zt=!1;function vt(g){let[,N,z,ee,ae,je,He]=g.body;g.el.dataset.state!==N&&(g.el.dataset.state=N,g.phase="",g.state.replaceChildren(p("span","jw-dot")," ",p("span","jw-word",{},zi(N))),g.state.title=zi(N));let Me=z===null&&(N==="running"||N==="cancelling"),De=N==="completed"?1e3:z??0;g.bar.classList.toggle("jw-busy",Me),g.fill.style.transform=Me?"":`scaleX(${De/1e3})`,Me?g.bar.removeAttribute("aria-valuenow"):g.bar.setAttribute("aria-valuenow",String(Math.round(De/10))),M(g.percent,z===null&&N!=="completed"?"":`${Math.round(De/10)} %`),M(g.step,ee),g.step.title=ee,g.step.dir="auto",M(g.attempt,He>1?String(He):""),Be(g),Bt(g,ae,je)}function Bt(g,N,z){let ee=hr(g.body[1]),ae=ee?z:Date.now()/1e3+s;M(g.time,N&&ae?Ke(ae-N,!ee):"")}function Be(g){let N=g.body[1],ee=N==="failed"||N==="cancelled"?"Retry":"Cancel";g.button.hidden=N==="completed"||w;let ae=g.phase!==""||N==="cancelling";M(g.button,N==="cancelling"?"…":g.phase?g.phase==="asked"?"Asked":"Asking…":ee),g.button.setAttribute("aria-disabled",String(ae)),g.button.setAttribute("aria-label",`${ae?g.button.textContent:ee} job ${dt(g)}`)}function Et(){j||(j=requestAnimationFrame(Ce))}function Ce(){j=0;let g=Ut();for(let N of g.length<C.size?g:[...C])C.delete(N)&&vt(N);me.isConnected&&(B=me.closest(".jp-OutputArea, .cell, body"))}function Ut(){if(!Y.clientHeight)return r;let g=Math.max(0,Math.floor(Y.scrollTop/pl)-fl);return r.slice(g,g+Math.ceil(Y.clientHeight/pl)+2*fl)}function ce(){for(let g of C)vt(g);C.clear()}function J({head:g,body:N}){return o&&N[1]!==o?!1:!a||`${g.slice(1).join(" ")} ${N[3]}`.toLowerCase().includes(a)}let fe={name:(g,N)=>hl.compare(dt(g),dt(N)),state:(g,N)=>En.indexOf(g.body[1])-En.indexOf(N.body[1]),progress:(g,N)=>ge(g)-ge(N),step:(g,N)=>hl.compare(g.body[3],N.body[3]),time:(g,N)=>re(g)-re(N),attempt:(g,N)=>g.body[6]-N.body[6]},ge=g=>g.body[1]==="completed"?1e3:g.body[2]??-1,re=({body:[,,,,g,N]})=>g?(N??Date.now()/1e3+s)-g:-1;function Ne(){h=!1,ce();let g=n.filter(J);if(l){let z=fe[l],ee=d?-1:1;g.sort((ae,je)=>ee*z(ae,je)||ae.number-je.number)}if(!(g.length===r.length&&g.every((z,ee)=>z===r[ee]))){let z=b.contains(document.activeElement)?document.activeElement:null;r=g,b.replaceChildren(...g.map(ee=>ee.el)),g.forEach((ee,ae)=>ee.el.setAttribute("aria-rowindex",String(ae+2))),z?.isConnected&&z.focus({preventScroll:!0}),r.some(ee=>ee.el.tabIndex===0)||r[0]?.el.setAttribute("tabindex","0")}A.setAttribute("aria-rowcount",String(r.length+1)),F.hidden=r.length>0,M(F,n.length?"No job matches":"No jobs")}function Ue(g){o=g;for(let[N,{el:z}]of ct)z.setAttribute("aria-pressed",String(N===g));it(),Ne(),M(de,`${r.length} ${r.length===1?"job":"jobs"} shown`)}function Ie(g){l!==g?[l,d]=[g,!1]:d?[l,d]=["",!1]:d=!0;for(let N of x){let z=N.key===l?d?"descending":"ascending":"none";N.el.setAttribute("aria-sort",z)}Ne()}k.addEventListener("input",()=>{a=k.value.trim().toLowerCase(),Ne()}),b.addEventListener("pointerenter",()=>_=!0),b.addEventListener("pointerleave",()=>_=!1),Y.addEventListener("scroll",()=>{S=Y.scrollTop,C.size&&Et()});let ut=setInterval(()=>{h&&!_&&!b.contains(document.activeElement)&&Ne()},Sh),H=setInterval(()=>{if(!document.hidden){ce();for(let g of r)!hr(g.body[1])&&g.body[4]&&Bt(g,g.body[4],g.body[5])}},1e3);function K(g){for(let N of b.querySelectorAll(':scope > [tabindex="0"]'))N.setAttribute("tabindex","-1");g.el.setAttribute("tabindex","0")}function X(g){let N=r[Math.max(0,Math.min(g,r.length-1))];N?.el.focus({preventScroll:!0}),N?.el.scrollIntoView({block:"nearest"})}b.addEventListener("keydown",g=>{let N=g.target.closest(".jw-tr"),z=r.findIndex(He=>He.el===N);if(z<0)return;let ee=g.target!==N,ae={ArrowDown:()=>X(z+1),ArrowUp:()=>X(z-1),PageDown:()=>X(z+ul),PageUp:()=>X(z-ul),Home:()=>X(0),End:()=>X(r.length-1),ArrowRight:()=>!r[z].button.hidden&&r[z].button.focus({preventScroll:!0}),ArrowLeft:()=>X(z)};ee||Object.assign(ae,{Enter:()=>ne(r[z])," ":()=>ne(r[z])});let je=ae[g.key];!je||g.ctrlKey||g.metaKey||g.altKey||(g.preventDefault(),je())});function ne(g){w||e.select(g.head[1]===u?null:g.head[1])}ie.addEventListener("click",()=>e.select(null)),oe.addEventListener("keydown",g=>{g.key==="Escape"&&!g.defaultPrevented&&e.select(null)});function ue(){for(let g of n){let N=g.head[1]===u;g.el.getAttribute("aria-selected")==="true"!==N&&g.el.setAttribute("aria-selected",String(N))}}function be(g,N){let z=setTimeout(()=>($.delete(z),g()),N);return $.add(z),z}function kt(g){let N=g.body[1];g.phase||N==="cancelling"||w||(g.phase="asking",Be(g),hr(N)?e.retry(g.head[1]):e.cancel(g.head[1]),be(()=>{g.phase==="asking"&&(g.phase="",Be(g))},4*2e3))}let Fe=()=>i?En.reduce((g,N)=>hr(N)?g:g+(i?.counts[N]??0),0):0;D.addEventListener("click",()=>{w||!["","sure"].includes(f)||(clearTimeout(O),y="",f===""?(f="sure",O=be(()=>f==="sure"&&rt(""),kh),M(de,`Press again to cancel ${Fe()} jobs`)):(f="asking",e.cancelAll(),be(()=>f==="asking"&&rt("late"),2e3)),Ve())}),D.addEventListener("keydown",g=>{g.key==="Escape"&&f==="sure"&&rt("")});function rt(g){f=g,Ve()}function Ve(){let g=Fe(),N=i?.counts.cancelling??0,z={sure:`Really cancel ${g}?`,asking:"Asking…",late:"Asking…",asked:N?`Cancelling ${N}…`:"Asked"};!g&&D===document.activeElement&&k.focus({preventScroll:!0}),D.hidden=!g||w,D.classList.toggle("jw-sure",f==="sure"),D.setAttribute("aria-disabled",String(["asking","late","asked"].includes(f))),M(D,f?z[f]:"Cancel all");let ee="";w?ee="The kernel is gone; the jobs go on. Run the cell again, or jw.jobs() finds them":y?ee=y:f==="late"&&(ee="The kernel is busy: the wish to cancel is queued there"),P.hidden=!ee,M(P,ee)}function it(){if(!i)return;let g=En.reduce((N,z)=>N+(i?.counts[z]??0),0);for(let[N,{el:z,count:ee}]of ct){let ae=N?i.counts[N]??0:g;M(ee,String(ae)),z.hidden=!!N&&ae===0&&N!==o}M(G,`${g} ${g===1?"job":"jobs"}`)}return{root:me,panel:oe,set(g){let N=i&&Fe();i=g,M(W,g.title),W.title=g.title,me.setAttribute("aria-label",`Jobs: ${g.title}`),A.setAttribute("aria-label",g.title);let z=Math.round(g.progress*100);U.style.transform=`scaleX(${g.progress})`,V.setAttribute("aria-valuenow",String(z)),V.dataset.failed=String(!!g.counts.failed),it(),N&&!Fe()&&M(de,`All jobs are over: ${g.counts.failed||"none"} failed`),Fe()||(f=""),Ve()},load(g,N){zt=new Set(g.map(ee=>ee[2])).size>1;let z=n;n=g.map((ee,ae)=>{let je=z[ae]??pe(ee,N[ae]);return je.head=ee,je.body=N[ae],_t(je),vt(je),je}),r=[],Ne(),ue()},update(g,N){for(let z of g)n[z[0]].head=z,n[z[0]].phase="",_t(n[z[0]]);for(let z of N)n[z[0]].body=z,C.add(n[z[0]]);g.length&&ue(),h||=!!(o||a||l),Et()},setClock(g){s=g},setSelected(g){let N=u;u=g,ue(),oe.hidden=g===null;let z=n.find(({head:ee})=>ee[1]===N);g===null&&z?.el.isConnected&&oe.contains(document.activeElement)&&z.el.focus({preventScroll:!0})},acknowledge(g){if(g.of==="cancel_all")return y=g.ok?"":`Not cancelled: ${g.error}`,f&&rt(g.ok?"asked":""),Ve();let N=n.find(({head:z})=>z[1]===g.job);N&&(N.phase=g.ok&&N.phase?"asked":""),N&&Be(N),g.ok||(y=`${N?`${dt(N)}: `:""}${g.error}`),Ve()},setDetached(g){w=g;for(let N of n)Be(N);Ve()},readingState(){return{top:S,host:B}},destroy(){clearInterval(H),clearInterval(ut);for(let g of $)clearTimeout(g);j&&cancelAnimationFrame(j),me.remove()}}}v();var Ah=q,Th=1500,Nh=8;function jt(t){return e=>{let n=globalThis,r=n[Symbol.for("jobwidgets.libraries")]??=new Map,i=Ah[e],s=r.get(i);if(s)return s;let o=Rh(t,e,i);return r.set(i,o),o.catch(()=>r.delete(i)),o}}async function Rh(t,e,n){let r=await Oh(t,e,n),i=new Blob(r).stream().pipeThrough(new DecompressionStream("gzip")),s=await new Response(i).blob(),o=URL.createObjectURL(new Blob([s],{type:"text/javascript"}));try{return await import(o)}finally{URL.revokeObjectURL(o)}}function Oh(t,e,n){let r=new Map,i=0,s=0,o;return new Promise((a,l)=>{let d=()=>{clearTimeout(o),o=setTimeout(u,Th*2**s)},u=()=>{if(s===Nh)return f(()=>l(new Error("the kernel does not send it")));let y=i?[...Array(i).keys()].filter(h=>!r.has(h)):null;try{t.send({type:"library",name:e,key:n,missing:y})}catch(h){return f(()=>l(h))}d(),s++},w=(y,h)=>{if(!(y?.type!=="library"||y.key!==n)){if(y.error)return f(()=>l(new Error(y.error)));i=y.n,s=0,r.set(y.i,h[0]),d(),r.size===i&&f(()=>a([...Array(i).keys()].map(_=>r.get(_))))}},f=y=>{clearTimeout(o),t.off("msg:custom",w),y()};t.on("msg:custom",w),u()})}var Fi={};On(Fi,{freezeInNotebook:()=>Sn,initialize:()=>Dh,render:()=>Ph});v();v();var gr="application/vnd.jupyter.widget-view+json";function Bi(t,e,n){let r=0;for(let i of t?.context?.model?.cells??[]){let s=i.outputs;for(let o=0;o<(s?.length??0);o++){let a=s.get(o).data??{};e(a)&&(s.set(o,{output_type:"display_data",data:n(a),metadata:{}}),r++)}}return r}function ml(t,e){return Bi(t,n=>gr in n&&String(n["text/html"]??"").includes(e),({[gr]:n,...r})=>r)}function Sn(t,e,n){return Bi(t,r=>r[gr]?.model_id===e,()=>n)}function bl(t,e,n){let r=`data-jobwidgets-end="${e}"`;return Bi(t,i=>!i[gr]&&String(i["text/html"]??"").includes(r),()=>n)}var wr=(t,e=document)=>[...e.querySelectorAll(`[data-jobwidgets-end="${CSS.escape(t)}"]`)];v();var Lh=250,Ch=60,mr=class{constructor(e,n){this.key=e,this.ask=n,this.error="",this.busy=!1,this.shown=new Set,this.timer=void 0,this.late=void 0}offer(e=Ch){clearTimeout(this.timer);for(let n of this.shown)n.isConnected||this.shown.delete(n);for(let n of wr(this.key))n.querySelector(".jw-at-end")||this.add(n);!this.shown.size&&e>0&&(this.timer=setTimeout(()=>this.offer(e-1),Lh))}add(e){let n=e.querySelector("[data-jobwidgets-header]")??e.firstElementChild;if(!n)return;Kt(e,Zt,...ht);let r=p("button","jw-cancel jw-retry",{type:"button"}),i=p("span","jw-refused jw-cut",{role:"status"}),s=p("span","jw jw-activity jw-at-end",{},i,r);rn(s),r.addEventListener("click",()=>this.press()),n.insertBefore(s,n.lastElementChild?.previousElementSibling??null),this.shown.add(s),this.draw()}press(){if(!this.busy){try{this.ask()}catch{this.remove();return}this.busy=!0,this.error="",this.draw(),clearTimeout(this.late),this.late=setTimeout(()=>this.busy&&this.draw("The kernel is busy: the wish is queued there"),2e3)}}acknowledge({ok:e,error:n}){clearTimeout(this.late),e||(this.busy=!1),this.error=e?"":n??"The job was not launched again.",this.draw()}draw(e=""){for(let n of this.shown){let[r,i]=[...n.children];M(r,this.error||e),r.title=this.error,M(i,this.busy?"Launching…":"Retry"),i.setAttribute("aria-disabled",String(this.busy))}}remove(){clearTimeout(this.timer),clearTimeout(this.late);for(let e of this.shown)e.remove();this.shown.clear(),this.busy=!1}};var Ih=["job_id","title","state","progress","message","step","attempt","info"],xl=["failed","cancelled"],Mh=1500,$h=6e3,Ui=new Map,yl=t=>Object.fromEntries(Ih.map(e=>[e,t.get(e)]));function jl(t,e,n=30){let[r]=e.host?wr(t,e.host):[];if(!r){n>0&&requestAnimationFrame(()=>jl(t,e,n-1));return}for(let l of r.querySelectorAll("details")){let d=l.dataset.jobwidgetsChannel;d&&(l.open=d==="traceback"?e.traceback:d===e.chosen)}let i=r.querySelector("[data-jobwidgets-text]"),{following:s,top:o}=e.panes.answer??{following:!0,top:0};i&&(i.scrollTop=s?i.scrollHeight:o);let a=r.querySelector("[data-jobwidgets-steps], ul");a&&(a.scrollTop=e.steps)}function Dh({model:t}){let e=t.get("view_key"),n=new tt(a=>{try{t.send(a)}catch{n.setDetached(!0)}});Ui.set(e,n),n.setHead(yl(t)),t.get("final")&&n.load(t.get("final"));let r=new mr(e,()=>t.send({type:"retry",client:n.client})),i=()=>{let a=n.head?.job_id!==t.get("job_id");n.setHead(yl(t)),a&&r.remove(),xl.includes(t.get("state"))?r.offer():r.remove()},s=a=>{n.receive(a),a.type==="ack"&&a.of==="retry"&&r.acknowledge(a)},o=()=>{n.lost(!0),r.remove()};return n.onOther=({type:a,model_id:l,data:d})=>{a==="frozen"&&Sn(t.widget_manager,l,d),a==="live"&&setTimeout(()=>bl(t.widget_manager,e,d),Mh)},t.on("change",i),t.on("msg:custom",s),t.on("comm_live_update",o),n.hello(),xl.includes(t.get("state"))&&r.offer(),()=>{t.off("change",i),t.off("msg:custom",s),t.off("comm_live_update",o),r.remove(),n.close(),Ui.delete(e)}}function Ph({model:t,el:e}){let n=t.get("view_key"),r=Ui.get(n),i=yt(e,{cancel:()=>r.send({type:"cancel",client:r.client}),answer:(l,d)=>r.send({type:"answer",client:r.client,key:l,value:d}),retry:()=>r.send({type:"retry",client:r.client}),library:jt(t)});r.attach(i);let s,o=()=>{let l=$e(t.get("state"));l||clearTimeout(s),l!==!!s&&(s=l?setTimeout(()=>r.send({type:"freeze",client:r.client}),$h):void 0)},a=async l=>{if(l.type==="pictures")for(let d of await i.pictures())r.send({type:"picture",...d})};return t.on("msg:custom",a),t.on("change:state",o),o(),()=>{t.off("msg:custom",a),t.off("change:state",o),clearTimeout(s),jl(n,i.readingState()),r.detach(i),i.destroy()}}var zh=["title","counts","progress"],Bh=["queued","running","waiting_input","cancelling"],Uh=6e3,Hi=new Map;function Fh(t,e){if(t.job!==e){t.activity?.close(),t.activity=void 0,t.job=e,e!==null&&(t.activity=new tt(n=>t.store.send({type:"activity",job:e,message:n})),t.activity.hello());for(let n of t.changed)n()}}function Hh({model:t}){let e=t.get("view_key"),n=new Ln(a=>{try{t.send(a)}catch{n.setDetached(!0)}}),r={store:n,activity:void 0,job:null,changed:new Set};Hi.set(e,r),n.onOther=a=>{a.type==="activity"&&a.job===r.job&&r.activity?.receive(a.message),a.type==="frozen"&&Sn(t.widget_manager,a.model_id,a.data)};let i=a=>n.receive(a),s=()=>Fh(r,t.get("selected")),o=()=>{n.lost(!0),r.activity?.lost(!0)};return t.on("msg:custom",i),t.on("change:selected",s),t.on("comm_live_update",o),n.hello(),s(),()=>{t.off("msg:custom",i),t.off("change:selected",s),t.off("comm_live_update",o),r.activity?.close(),n.close(),Hi.delete(e)}}function _l(t,e,n=30){let r=e.host?.querySelector(`[data-jobwidgets-end="${CSS.escape(t)}"] [data-jobwidgets-rows]`);r?r.scrollTop=e.top:n>0&&requestAnimationFrame(()=>_l(t,e,n-1))}function Gh({model:t,el:e}){let n=t.get("view_key"),r=Hi.get(n),{store:i}=r,s=wl(e,{select:w=>i.send({type:"select",job:w}),cancel:w=>i.send({type:"cancel",job:w}),cancelAll:()=>i.send({type:"cancel_all"}),retry:w=>i.send({type:"retry",job:w})}),o,a=()=>{o?.(),o=void 0,s.setSelected(r.job);let{activity:w}=r;if(!w)return;let f=yt(s.panel,{cancel:()=>w.send({type:"cancel",client:w.client}),answer:(y,h)=>w.send({type:"answer",client:w.client,key:y,value:h}),retry:()=>w.send({type:"retry",client:w.client}),library:jt(t)});w.attach(f),o=()=>{w.detach(f),f.destroy()}},l=()=>s.set(Object.fromEntries(zh.map(w=>[w,t.get(w)]))),d,u=()=>{let w=t.get("counts"),f=!Bh.some(y=>w[y]);f||clearTimeout(d),f!==!!d&&(d=f?setTimeout(()=>i.send({type:"freeze"}),Uh):void 0)};return t.on("change",l),t.on("change:counts",u),r.changed.add(a),l(),i.attach(s),a(),u(),()=>{t.off("change",l),t.off("change:counts",u),r.changed.delete(a),clearTimeout(d),_l(n,s.readingState()),o?.(),i.detach(s),s.destroy()}}var Ki={};On(Ki,{initialize:()=>Zh,render:()=>Yh});v();v();var qi=[.25,.5,1,2,4,8,16],vl=400,qh=50,Wh={queued:"queued",running:"running",waiting_input:"needs an answer",cancelling:"cancelling",completed:"completed",failed:"failed",cancelled:"cancelled"};function El(t,e){let n,r="",i=-1/0,s,o,a=p("button","jw-play",{type:"button","aria-label":"Play"},"▶"),l=p("input","jw-slider",{type:"range",min:"0",step:"1"}),d=p("div","jw-ticks",{"aria-hidden":"true"}),u=p("span","jw-num jw-where"),w=p("select","jw-speed",{"aria-label":"Speed"}),f=p("div","jw-scrub-note",{role:"status",hidden:""}),y=p("div","jw-scrub-row",{},a,p("div","jw-track",{},d,l),u,w),h=p("div","jw jw-scrubber",{role:"group","data-lm-suppress-shortcuts":"true"},y,f);t.append(h);let _=U=>U.stopPropagation();for(let U of["keydown","keypress","keyup"])h.addEventListener(U,_);function j(U){let V=qi.includes(U)?qi:[...qi,U].sort((L,k)=>L-k);(w.options.length!==V.length||![...w.options].some(L=>Number(L.value)===U))&&w.replaceChildren(...V.map(L=>p("option","",{value:String(L)},`${L}×`))),(document.activeElement!==w||w.value==="")&&(w.value=String(U))}function S(U){if(!n)return;let V=Ke(Math.max(0,n.at-n.created)),L=Wh[r]??r,k=n.marks.find(x=>x.at===U),P=[`event ${U} of ${n.length}`,V,L,k?.label].filter(Boolean).join(", ");l.setAttribute("aria-valuetext",P),l.title=P,M(u,`${U.toLocaleString()} / ${n.length.toLocaleString()} · ${V}`)}let B="";function C(){if(!n)return;let{marks:U,length:V}=n,L=`${V} ${U.length}`;L!==B&&(B=L,d.replaceChildren(...U.map(k=>{let P=p("span","jw-tick",{"data-kind":k.kind});return P.style.left=`${100*k.at/Math.max(1,V)}%`,P})))}function $(){if(!n)return;let U=performance.now()-i<vl;l.max=String(n.length),U||(l.value=String(n.position)),l.disabled=n.length===0,l.setAttribute("aria-label",`Events of job ${n.title}`),h.setAttribute("aria-label",`Past of job ${n.title}`),a.setAttribute("aria-label",n.playing?"Pause":"Play"),a.toggleAttribute("disabled",n.length===0),M(a,n.playing?"❚❚":"▶"),j(n.speed),C(),S(Number(l.value));let V=!n.loading&&!n.problem&&n.length===0;M(f,n.problem??(n.loading?"Loading events…":V?"No events of this job are kept":"")),f.hidden=!f.textContent,U&&(clearTimeout(o),o=setTimeout($,vl))}let O=()=>{s=void 0,e.seek(Number(l.value))};function W(){i=performance.now(),S(Number(l.value)),s??=setTimeout(O,qh)}function G(U){let V=Number(l.value),L=(n?.marks??[]).map(k=>k.at).filter(k=>(k-V)*U>0);L.length&&(l.value=String(U>0?Math.min(...L):Math.max(...L)),W())}let D=()=>n?.playing?e.pause():e.play();return l.addEventListener("input",W),l.addEventListener("keydown",U=>{if(U.key===" ")D();else if(U.shiftKey&&U.key==="ArrowRight")G(1);else if(U.shiftKey&&U.key==="ArrowLeft")G(-1);else return;U.preventDefault()}),a.addEventListener("click",D),w.addEventListener("change",()=>e.speed(Number(w.value))),{root:h,set(U){n=U,$()},setState(U){r=U,S(Number(l.value))},destroy(){clearTimeout(s),clearTimeout(o),h.remove()}}}var Kh=["title","position","length","at","created","playing","speed","marks","loading","problem"],Wi=new Map;function Zh({model:t}){let e=new tt(s=>{try{t.send(s)}catch{e.setDetached(!0)}}),n=t.get("view_key");Wi.set(n,e);let r=s=>e.receive(s),i=()=>e.lost(!0);return t.on("msg:custom",r),t.on("comm_live_update",i),e.hello(),()=>{t.off("msg:custom",r),t.off("comm_live_update",i),e.close(),Wi.delete(n)}}function Yh({model:t,el:e}){let n=Wi.get(t.get("view_key")),r=l=>n.send({client:n.client,...l}),i=El(e,{seek:l=>r({type:"seek",position:l}),play:()=>r({type:"play"}),pause:()=>r({type:"pause"}),speed:l=>r({type:"speed",value:l})}),s=yt(e,{cancel:()=>r({type:"cancel"}),answer:(l,d)=>r({type:"answer",key:l,value:d}),library:jt(t)});s.root.classList.add("jw-past"),s.root.querySelector(".jw-question")?.setAttribute("inert","");let o=()=>i.set(Object.fromEntries(Kh.map(l=>[l,t.get(l)]))),a=s.setHead;return s.setHead=l=>{a(l),i.setState(l.state)},n.attach(s),t.on("change",o),o(),()=>{t.off("change",o),n.detach(s),i.destroy(),s.destroy()}}var Yi={};On(Yi,{initialize:()=>sg,render:()=>og});v();var kl=`/* One line: the connection on the left, the jobs on the right. */

.jw-statusbar {
  --jw-tone: var(--jw-ok);
}
.jw-statusbar:is([data-state="connecting"], [data-state="reconnecting"]) {
  --jw-tone: var(--jw-warn);
}
.jw-statusbar[data-state="offline"] {
  --jw-tone: var(--jw-bad);
}

.jw-statusbar .jw-line {
  display: flex;
  align-items: center;
  gap: 10px;
  min-height: 28px;
  padding: 2px 12px;
  border: 1px solid var(--jw-line);
  border-radius: 6px;
  font-size: 12px;
}
.jw-statusbar:is([data-state="connecting"], [data-state="reconnecting"]) .jw-dot {
  animation: jw-breathe 1.2s ease-in-out infinite;
}
.jw-statusbar .jw-link {
  display: flex;
  flex: none;
  align-items: center;
  gap: 8px;
}
.jw-statusbar .jw-state {
  font-weight: 500;
}
.jw-statusbar .jw-why {
  flex: 0 1 auto;
  color: var(--jw-dim);
}
.jw-statusbar .jw-space {
  flex: 1;
}
.jw-statusbar .jw-jobs {
  display: flex;
  flex: 0 1 auto;
  gap: 4px;
  min-width: 0;
  overflow: hidden;
}
.jw-statusbar button.jw-job {
  display: flex;
  align-items: center;
  gap: 6px;
  min-width: 0;
  height: 22px;
  padding: 0 8px;
  border-color: var(--jw-line);
  border-radius: 11px;
  line-height: 18px;
}
.jw-statusbar .jw-job:disabled {
  color: inherit;
}
.jw-statusbar .jw-job .jw-num {
  font-size: 11px;
}
.jw-statusbar .jw-count {
  flex: none;
  color: var(--jw-dim);
  white-space: nowrap;
}
.jw-statusbar .jw-count b {
  color: var(--jw-fg);
  font-weight: 600;
  font-variant-numeric: tabular-nums;
}
.jw-statusbar .jw-count[data-kind="failed"] b {
  color: var(--jw-bad);
}
.jw-statusbar button.jw-asking {
  flex: none;
  height: 22px;
  padding: 0 10px;
  border-color: var(--jw-warn);
  border-radius: 11px;
  background: var(--jw-raised);
  background: color-mix(in srgb, var(--jw-warn) 18%, transparent);
  font-weight: 600;
  line-height: 18px;
  white-space: nowrap;
}
.jw-statusbar .jw-job[data-state="waiting_input"] {
  border-color: var(--jw-warn);
}
.jw-statusbar .jw-job[data-state="cancelling"] {
  border-style: dashed;
  color: var(--jw-dim);
}

/* The job that is open below the line. */
.jw-statusbar .jw-opened {
  margin-top: 4px;
}
.jw-statusbar .jw-opened button.jw-close {
  display: block;
  height: 22px;
  margin: 2px 0 0 auto;
  padding: 0 8px;
  color: var(--jw-dim);
  font-size: 12px;
  line-height: 20px;
}
.jw-statusbar button.jw-job[aria-expanded="true"] {
  background: var(--jw-raised);
}

@container (max-width: 560px) {
  .jw-statusbar .jw-jobs {
    display: none;
  }
}
@container (max-width: 440px) {
  .jw-statusbar .jw-line {
    flex-wrap: wrap;
    gap: 2px 10px;
    padding: 4px 12px;
  }
  .jw-statusbar .jw-space {
    flex-basis: 100%;
    height: 0;
  }
}
`;v();var Vh={connecting:"Connecting",connected:"Connected",reconnecting:"Reconnecting",offline:"Offline"},Jh=["running","queued","failed"],Qh={cancelling:"cancelling",waiting_input:"needs an answer"};function Sl(t){let e=Math.max(0,Math.floor(t));return e<60?`${e} s`:e<3600?`${Math.floor(e/60)} min`:`${Math.floor(e/3600)} h ${Math.floor(e%3600/60)} min`}function eg(t){return t<1?`${Math.max(1,Math.round(t*1e3))} ms`:`${t.toFixed(1)} s`}function tg(t,e){return[...document.querySelectorAll(`[data-jobwidgets-job="${CSS.escape(t)}"]`)].filter(r=>!e.contains(r)).pop()}function Al(t){t.querySelector(".jw-question :is(input, select, textarea, button)")?.focus({preventScroll:!0});let e=matchMedia("(prefers-reduced-motion: reduce)").matches;t.scrollIntoView({block:"nearest",behavior:e?"auto":"smooth"}),t.classList.remove("jw-flash"),requestAnimationFrame(()=>t.classList.add("jw-flash"))}function Tl(t,e={}){let n,r=0,i=-1,s="",o=!1,a=p("span","jw-state"),l=p("span","jw-num"),d=p("span","jw-why jw-cut",{dir:"auto"}),u=p("span","jw-jobs"),w=new Map(Jh.map(k=>{let P=p("b");return[k,{number:P,node:p("span","jw-count",{"data-kind":k},P,` ${k}`)}]})),f=p("button","jw-asking",{type:"button",hidden:""}),y=p("span","jw-said",{role:"status","aria-live":"polite"}),h=p("div","jw-line",{},p("span","jw-link",{},p("span","jw-dot"),a,l),d);h.append(p("span","jw-space"),f,u,...[...w.values()].map(({node:k})=>k),y);let _=p("div","jw jw-statusbar",{role:"group","aria-label":"Jobs and connection"},h),j=p("div","jw-place"),S=p("button","jw-close",{type:"button"},"Close"),B=p("div","jw-opened",{hidden:""},j,S);_.append(B),rn(_),t.append(_);let C,$=new Map;function O(k){B.contains(document.activeElement)&&($.get(C?.id??"")?.button??f).focus({preventScroll:!0}),C?.end(),C=k!==void 0&&e.open?{id:k,end:e.open(k,j)}:void 0,B.hidden=!C;for(let[P,{button:x}]of $)W(x,P)}let W=(k,P)=>k.setAttribute("aria-expanded",String(C?.id===P));function G(k,P){if(C?.id===k)return O();let x=tg(k,_);x?Al(x):e.open?(O(k),requestAnimationFrame(()=>C?.id===k&&Al(B))):M(y,`${P} is not shown on this page`)}S.addEventListener("click",()=>O()),f.addEventListener("click",()=>{let k=n?.jobs.filter(x=>x.state==="waiting_input")??[],P=k[(k.findIndex(x=>x.id===s)+1)%k.length];P&&(s=P.id,G(P.id,P.title))});function D(k){let P=`${k} ${k===1?"needs":"need"} an answer`;i>=0&&k>i&&M(y,P),i=k,f.hidden=!k,M(f,P)}function U(k){for(let[P,{button:x}]of $)k.some(E=>E.id===P)||(x.remove(),$.delete(P));for(let P of k){let x=$.get(P.id);if(!x){let A=p("button","jw-job",{type:"button"});x={button:A,name:p("span","jw-cut",{dir:"auto"}),share:p("span","jw-num")},A.append(x.name,x.share),A.addEventListener("click",()=>{G(P.id,P.title)}),$.set(P.id,x),u.append(A),W(A,P.id)}M(x.name,P.title);let E=P.progress===null?"":`${Math.round(P.progress*100)} %`;M(x.share,{waiting_input:"asks",cancelling:"cancelling"}[P.state]??E);let b=Qh[P.state]??(P.step||"running");x.button.dataset.state=P.state,x.button.title=`${b} · ${P.id}`,x.button.setAttribute("aria-label",`Show job ${P.title}, ${b}`)}}function V(){if(!n)return;let k=Date.now()/1e3+r,{state:P,since:x,latency:E,error:b,retry_at:A,url:F}=n.connection,Y="";o?Y="":P==="connected"?Y=E===null?"":eg(E):A&&A>k?Y=`next try in ${Math.ceil(A-k)} s`:P==="offline"?Y=`since ${Sl(k-x)}`:Y=Sl(k-x),M(l,Y);let ie=n.pending?`${n.pending} ${n.pending===1?"action waits":"actions wait"}`:"",oe=P==="connected"?"":[ie,b].filter(Boolean).join(" · ");M(d,o?"run the cell again":oe),d.title=oe;let de=new Date((x-r)*1e3).toLocaleTimeString();h.title=P==="connected"?`${F}, connected since ${de}`:`${F}, away since ${de}`}let L=setInterval(()=>!document.hidden&&V(),1e3);return{root:_,set(k){let P=n?.connection.state;n=k;let{connection:x}=k;x.now&&(r=x.now-Date.now()/1e3),_.dataset.state=o?"offline":x.state;let E=Vh[x.state]??x.state;M(a,o?"Kernel gone":E),P!==void 0&&P!==x.state&&M(y,E);for(let[b,{number:A,node:F}]of w)M(A,String(k.counts[b]??0)),F.hidden=!k.counts[b]&&b!=="running";D(k.counts.waiting??0),U(k.jobs),V()},setDetached(k){o=k,n&&this.set(n)},reopen(k){C&&O(k)},closeOpened(k){O(),M(y,k)},destroy(){clearInterval(L),C?.end(),_.remove()}}}v();function Nl(t,e,n,r){let i=new tt(d=>{try{t.send({type:"activity",job:e,message:d})}catch{i.setDetached(!0)}}),s=d=>i.send({client:i.client,...d});i.onOther=r;let o=d=>{d?.type==="activity"&&d.job===e&&i.receive(d.message)},a=()=>i.lost(!0);t.on("msg:custom",o),t.on("comm_live_update",a);let l=yt(n,{cancel:()=>s({type:"cancel"}),answer:(d,u)=>s({type:"answer",key:d,value:u}),retry:()=>s({type:"retry"}),library:jt(t)});return i.hello(),i.attach(l),()=>{t.off("msg:custom",o),t.off("comm_live_update",a),i.detach(l),i.close(),l.destroy()}}var ng=["connection","counts","jobs","pending"],rg=250,ig=60,Zi=new Map;function Rl(t,e){Kt(e,Zt,...ht,kl);let n=Tl(e,{open:(o,a)=>Nl(t,o,a,l=>{l.type==="retried"&&n.reopen(l.job),l.type==="gone"&&n.closeOpened("That job is not followed here any more")})}),r=()=>{n.setDetached(!1),n.set(Object.fromEntries(ng.map(o=>[o,t.get(o)])))},i=()=>{n.setDetached(!0),s()},s=()=>{try{t.send({type:"hello"})}catch{n.setDetached(!0)}};return t.on("change",r),t.on("comm_live_update",i),r(),s(),()=>{t.off("change",r),t.off("comm_live_update",i),n.destroy()}}function sg({model:t}){let e=t.get("view_key"),n=`[data-jobwidgets-bar="${CSS.escape(e)}"]`,r=new Map,i;function s(a=ig){clearTimeout(i);for(let[l,d]of r)l.isConnected||(d(),r.delete(l));for(let l of document.querySelectorAll(n)){if(r.has(l)||!l.parentElement)continue;let d=l.parentElement.insertBefore(document.createElement("div"),l),u=Rl(t,d);l.hidden=!0,l.style.display="none",r.set(l,()=>{u(),d.remove(),l.style.display="",l.hidden=!1})}!r.size&&a>0&&(i=setTimeout(()=>s(a-1),rg))}let o=()=>{[...r.keys()].some(a=>a.isConnected)||s(0)};return t.on("change",o),Zi.set(e,s),s(),()=>{clearTimeout(i),t.off("change",o),Zi.delete(e);for(let a of r.values())a();r.clear()}}function og({model:t,el:e}){let n=Rl(t,e),r=setTimeout(()=>{let i=t.get("view_key");ml(t.widget_manager,`data-jobwidgets-bar="${i}"`)&&requestAnimationFrame(()=>Zi.get(i)?.())});return()=>{clearTimeout(r),n()}}function Xi(t,...e){return{...t,render(n){return Kt(n.el,Zt,...e),t.render(n)}}}var Vi={TaskActivity:Xi(Fi,...ht),Scrubber:Xi(Ki,...ht,ws),StatusBar:Yi,JobTable:Xi(Gi,...ht,ms)},Ny={views:Vi,initialize({model:t}){let e=globalThis,n=e[Symbol.for("jobwidgets.views")]??=new Map,r=t.get("key"),i=n.get(r);i?i.resolve(Vi):n.set(r,{promise:Promise.resolve(Vi),resolve(){}})}};export{Ny as default};
