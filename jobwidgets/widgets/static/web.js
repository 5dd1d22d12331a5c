var id=Object.create;var xi=Object.defineProperty;var sd=Object.getOwnPropertyDescriptor;var od=Object.getOwnPropertyNames;var ad=Object.getPrototypeOf,cd=Object.prototype.hasOwnProperty;var ld=(t,e,n)=>()=>{if(n)throw n[0];try{return t&&(e=t(t=0)),e}catch(r){throw n=[r],r}};var ud=(t,e)=>()=>{try{return e||t((e={exports:{}}).exports,e),e.exports}catch(n){throw e=0,n}},dd=(t,e)=>{for(var n in e)xi(t,n,{get:e[n],enumerable:!0})},pd=(t,e,n,r)=>{if(e&&typeof e=="object"||typeof e=="function")for(let i of od(e))!cd.call(t,i)&&i!==n&&xi(t,i,{get:()=>e[i],enumerable:!(r=sd(e,i))||r.enumerable});return t};var hd=(t,e,n)=>(n=t!=null?id(ad(t)):{},pd(e||!t||!t.__esModule?xi(n,"default",{value:t,enumerable:!0}):n,t));var h=ld(()=>{});var gl=ud((k0,fl)=>{h();function nl(t){return t instanceof Map?t.clear=t.delete=t.set=function(){throw new Error("map is read-only")}:t instanceof Set&&(t.add=t.clear=t.delete=function(){throw new Error("set is read-only")}),Object.freeze(t),Object.getOwnPropertyNames(t).forEach(e=>{let n=t[e],r=typeof n;(r==="object"||r==="function")&&!Object.isFrozen(n)&&nl(n)}),t}var Ar=class{constructor(e){e.data===void 0&&(e.data={}),this.data=e.data,this.isMatchIgnored=!1}ignoreMatch(){this.isMatchIgnored=!0}};function rl(t){return t.replace(/&/g,"&amp;").replace(/</g,"&lt;").replace(/>/g,"&gt;").replace(/"/g,"&quot;").replace(/'/g,"&#x27;")}function mt(t,...e){let n=Object.create(null);for(let r in t)n[r]=t[r];return e.forEach(function(r){for(let i in r)n[i]=r[i]}),n}var ug="</span>",Vc=t=>!!t.scope,dg=(t,{prefix:e})=>{if(t.startsWith("language:"))return t.replace("language:","language-");if(t.includes(".")){let n=t.split(".");return[`${e}${n.shift()}`,...n.map((r,i)=>`${r}${"_".repeat(i+1)}`)].join(" ")}return`${e}${t}`},Ns=class{constructor(e,n){this.buffer="",this.classPrefix=n.classPrefix,e.walk(this)}addText(e){this.buffer+=rl(e)}openNode(e){if(!Vc(e))return;let n=dg(e.scope,{prefix:this.classPrefix});this.span(n)}closeNode(e){Vc(e)&&(this.buffer+=ug)}value(){return this.buffer}span(e){this.buffer+=`<span class="${e}">`}},Zc=(t={})=>{let e={children:[]};return Object.assign(e,t),e},Os=class t{constructor(){this.rootNode=Zc(),this.stack=[this.rootNode]}get top(){return this.stack[this.stack.length-1]}get root(){return this.rootNode}add(e){this.top.children.push(e)}openNode(e){let n=Zc({scope:e});this.add(n),this.stack.push(n)}closeNode(){if(this.stack.length>1)return this.stack.pop()}closeAllNodes(){for(;this.closeNode(););}toJSON(){return JSON.stringify(this.rootNode,null,4)}walk(e){return this.constructor._walk(e,this.rootNode)}static _walk(e,n){return typeof n=="string"?e.addText(n):n.children&&(e.openNode(n),n.children.forEach(r=>this._walk(e,r)),e.closeNode(n)),e}static _collapse(e){typeof e!="string"&&e.children&&(e.children.every(n=>typeof n=="string")?e.children=[e.children.join("")]:e.children.forEach(n=>{t._collapse(n)}))}},Cs=class extends Os{constructor(e){super(),this.options=e}addText(e){e!==""&&this.add(e)}startScope(e){this.openNode(e)}endScope(){this.closeNode()}__addSublanguage(e,n){let r=e.root;n&&(r.scope=`language:${n}`),this.add(r)}toHTML(){return new Ns(this,this.options).value()}finalize(){return this.closeAllNodes(),!0}};function On(t){return t?typeof t=="string"?t:t.source:null}function il(t){return Ct("(?=",t,")")}function pg(t){return Ct("(?:",t,")*")}function hg(t){return Ct("(?:",t,")?")}function Ct(...t){return t.map(n=>On(n)).join("")}function fg(t){let e=t[t.length-1];return typeof e=="object"&&e.constructor===Object?(t.splice(t.length-1,1),e):{}}function Nr(...t){return"("+(fg(t).capture?"":"?:")+t.map(r=>On(r)).join("|")+")"}function sl(t){return new RegExp(t.toString()+"|").exec("").length-1}function gg(t,e){let n=t&&t.exec(e);return n&&n.index===0}var mg=new RegExp(Nr(/\[(?:[^\\\]]|\\.)*\]/,/\(\?<(?![=!])[^>]+>/,/\(\?'[^']+'/,/\(\??/,/\\([1-9][0-9]*)/,/\\./));function Is(t,{joinWith:e}){let n=0;return t.map(r=>{n+=1;let i=n,s=On(r),o="";for(;s.length>0;){let a=mg.exec(s);if(!a){o+=s;break}o+=s.substring(0,a.index),s=s.substring(a.index+a[0].length),a[0][0]==="\\"&&a[1]?o+="\\"+String(Number(a[1])+i):(o+=a[0],(a[0]==="("||/^\(\?[<']/.test(a[0]))&&n++)}return o}).map(r=>`(${r})`).join(e)}var wg=/\b\B/,ol="[a-zA-Z]\\w*",Ms="[a-zA-Z_]\\w*",al="\\b\\d+(\\.\\d+)?",cl="(-?)(\\b0[xX][a-fA-F0-9]+|(\\b\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?)",ll="\\b(0b[01]+)",bg="!|!=|!==|%|%=|&|&&|&=|\\*|\\*=|\\+|\\+=|,|-|-=|/=|/|:|;|<<|<<=|<=|<|===|==|=|>>>=|>>=|>=|>>>|>>|>|\\?|\\[|\\{|\\(|\\^|\\^=|\\||\\|=|\\|\\||~",yg=(t={})=>{let e=/^#![ ]*\//;return t.binary&&(t.begin=Ct(e,/.*\b/,t.binary,/\b.*/)),mt({scope:"meta",begin:e,end:/$/,relevance:0,"on:begin":(n,r)=>{n.index!==0&&r.ignoreMatch()}},t)},Cn={begin:"\\\\[\\s\\S]",relevance:0},xg={scope:"string",begin:"'",end:"'",illegal:"\\n",contains:[Cn]},_g={scope:"string",begin:'"',end:'"',illegal:"\\n",contains:[Cn]},kg={begin:/\b(a|an|the|are|I'm|isn't|don't|doesn't|won't|but|just|should|pretty|simply|enough|gonna|going|wtf|so|such|will|you|your|they|like|more)\b/},Or=function(t,e,n={}){let r=mt({scope:"comment",begin:t,end:e,contains:[]},n);r.contains.push({scope:"doctag",begin:"[ ]*(?=(TODO|FIXME|NOTE|BUG|OPTIMIZE|HACK|XXX):)",end:/(TODO|FIXME|NOTE|BUG|OPTIMIZE|HACK|XXX):/,excludeBegin:!0,relevance:0});let i=Nr("I","a","is","so","us","to","at","if","in","it","on",/[A-Za-z]+['](d|ve|re|ll|t|s|n)/,/[A-Za-z]+[-][a-z]+/,/[A-Za-z][a-z]{2,}/);return r.contains.push({begin:Ct(/[ ]+/,"(",i,/[.]?[:]?([.][ ]|[ ])/,"){3}")}),r},Eg=Or("//","$"),vg=Or("/\\*","\\*/"),jg=Or("#","$"),Tg={scope:"number",begin:al,relevance:0},Sg={scope:"number",begin:cl,relevance:0},Ag={scope:"number",begin:ll,relevance:0},Rg={scope:"regexp",begin:/\/(?=[^/\n]*\/)/,end:/\/[gimuy]*/,contains:[Cn,{begin:/\[/,end:/\]/,relevance:0,contains:[Cn]}]},Ng={scope:"title",begin:ol,relevance:0},Og={scope:"title",begin:Ms,relevance:0},Cg={begin:"\\.\\s*"+Ms,relevance:0},Lg=function(t){return Object.assign(t,{"on:begin":(e,n)=>{n.data._beginMatch=e[1]},"on:end":(e,n)=>{n.data._beginMatch!==e[1]&&n.ignoreMatch()}})},Sr=Object.freeze({__proto__:null,APOS_STRING_MODE:xg,BACKSLASH_ESCAPE:Cn,BINARY_NUMBER_MODE:Ag,BINARY_NUMBER_RE:ll,COMMENT:Or,C_BLOCK_COMMENT_MODE:vg,C_LINE_COMMENT_MODE:Eg,C_NUMBER_MODE:Sg,C_NUMBER_RE:cl,END_SAME_AS_BEGIN:Lg,HASH_COMMENT_MODE:jg,IDENT_RE:ol,MATCH_NOTHING_RE:wg,METHOD_GUARD:Cg,NUMBER_MODE:Tg,NUMBER_RE:al,PHRASAL_WORDS_MODE:kg,QUOTE_STRING_MODE:_g,REGEXP_MODE:Rg,RE_STARTERS_RE:bg,SHEBANG:yg,TITLE_MODE:Ng,UNDERSCORE_IDENT_RE:Ms,UNDERSCORE_TITLE_MODE:Og});function Ig(t,e){t.input[t.index-1]==="."&&e.ignoreMatch()}function Mg(t,e){t.className!==void 0&&(t.scope=t.className,delete t.className)}function Dg(t,e){e&&t.beginKeywords&&(t.begin="\\b("+t.beginKeywords.split(" ").join("|")+")(?!\\.)(?=\\b|\\s)",t.__beforeBegin=Ig,t.keywords=t.keywords||t.beginKeywords,delete t.beginKeywords,t.relevance===void 0&&(t.relevance=0))}function $g(t,e){Array.isArray(t.illegal)&&(t.illegal=Nr(...t.illegal))}function Pg(t,e){if(t.match){if(t.begin||t.end)throw new Error("begin & end are not supported with match");t.begin=t.match,delete t.match}}function Bg(t,e){t.relevance===void 0&&(t.relevance=1)}var Ug=(t,e)=>{if(!t.beforeMatch)return;if(t.starts)throw new Error("beforeMatch cannot be used with starts");let n=Object.assign({},t);Object.keys(t).forEach(r=>{delete t[r]}),t.keywords=n.keywords,t.begin=Ct(n.beforeMatch,il(n.begin)),t.starts={relevance:0,contains:[Object.assign(n,{endsParent:!0})]},t.relevance=0,delete n.beforeMatch},zg=["of","and","for","in","not","or","if","then","parent","list","value"],Fg="keyword";function ul(t,e,n=Fg){let r=Object.create(null);return typeof t=="string"?i(n,t.split(" ")):Array.isArray(t)?i(n,t):Object.keys(t).forEach(function(s){Object.assign(r,ul(t[s],e,s))}),r;function i(s,o){e&&(o=o.map(a=>a.toLowerCase())),o.forEach(function(a){let c=a.split("|");r[c[0]]=[s,qg(c[0],c[1])]})}}function qg(t,e){return e?Number(e):Hg(t)?0:1}function Hg(t){return zg.includes(t.toLowerCase())}var Jc={},Ot=t=>{console.error(t)},Qc=(t,...e)=>{console.log(`WARN: ${t}`,...e)},Zt=(t,e)=>{Jc[`${t}/${e}`]||(console.log(`Deprecated as of ${t}. ${e}`),Jc[`${t}/${e}`]=!0)},Rr=new Error;function dl(t,e,{key:n}){let r=0,i=t[n],s={},o={};for(let a=1;a<=e.length;a++)o[a+r]=i[a],s[a+r]=!0,r+=sl(e[a-1]);t[n]=o,t[n]._emit=s,t[n]._multi=!0}function Wg(t){if(Array.isArray(t.begin)){if(t.skip||t.excludeBegin||t.returnBegin)throw Ot("skip, excludeBegin, returnBegin not compatible with beginScope: {}"),Rr;if(typeof t.beginScope!="object"||t.beginScope===null)throw Ot("beginScope must be object"),Rr;dl(t,t.begin,{key:"beginScope"}),t.begin=Is(t.begin,{joinWith:""})}}function Gg(t){if(Array.isArray(t.end)){if(t.skip||t.excludeEnd||t.returnEnd)throw Ot("skip, excludeEnd, returnEnd not compatible with endScope: {}"),Rr;if(typeof t.endScope!="object"||t.endScope===null)throw Ot("endScope must be object"),Rr;dl(t,t.end,{key:"endScope"}),t.end=Is(t.end,{joinWith:""})}}function Kg(t){t.scope&&typeof t.scope=="object"&&t.scope!==null&&(t.beginScope=t.scope,delete t.scope)}function Yg(t){Kg(t),typeof t.beginScope=="string"&&(t.beginScope={_wrap:t.beginScope}),typeof t.endScope=="string"&&(t.endScope={_wrap:t.endScope}),Wg(t),Gg(t)}function Xg(t){function e(o,a){return new RegExp(On(o),"m"+(t.case_insensitive?"i":"")+(t.unicodeRegex?"u":"")+(a?"g":""))}class n{constructor(){this.matchIndexes={},this.regexes=[],this.matchAt=1,this.position=0}addRule(a,c){c.position=this.position++,this.matchIndexes[this.matchAt]=c,this.regexes.push([c,a]),this.matchAt+=sl(a)+1}compile(){this.regexes.length===0&&(this.exec=()=>null);let a=this.regexes.map(c=>c[1]);this.matcherRe=e(Is(a,{joinWith:"|"}),!0),this.lastIndex=0}exec(a){this.matcherRe.lastIndex=this.lastIndex;let c=this.matcherRe.exec(a);if(!c)return null;let p=c.findIndex((w,m)=>m>0&&w!==void 0),u=this.matchIndexes[p];return c.splice(0,p),Object.assign(c,u)}}class r{constructor(){this.rules=[],this.multiRegexes=[],this.count=0,this.lastIndex=0,this.regexIndex=0}getMatcher(a){if(this.multiRegexes[a])return this.multiRegexes[a];let c=new n;return this.rules.slice(a).forEach(([p,u])=>c.addRule(p,u)),c.compile(),this.multiRegexes[a]=c,c}resumingScanAtSamePosition(){return this.regexIndex!==0}considerAll(){this.regexIndex=0}addRule(a,c){this.rules.push([a,c]),c.type==="begin"&&this.count++}exec(a){let c=this.getMatcher(this.regexIndex);c.lastIndex=this.lastIndex;let p=c.exec(a);if(this.resumingScanAtSamePosition()&&!(p&&p.index===this.lastIndex)){let u=this.getMatcher(0);u.lastIndex=this.lastIndex+1,p=u.exec(a)}return p&&(this.regexIndex+=p.position+1,this.regexIndex===this.count&&this.considerAll()),p}}function i(o){let a=new r;return o.contains.forEach(c=>a.addRule(c.begin,{rule:c,type:"begin"})),o.terminatorEnd&&a.addRule(o.terminatorEnd,{type:"end"}),o.illegal&&a.addRule(o.illegal,{type:"illegal"}),a}function s(o,a){let c=o;if(o.isCompiled)return c;[Mg,Pg,Yg,Ug].forEach(u=>u(o,a)),t.compilerExtensions.forEach(u=>u(o,a)),o.__beforeBegin=null,[Dg,$g,Bg].forEach(u=>u(o,a)),o.isCompiled=!0;let p=null;return typeof o.keywords=="object"&&o.keywords.$pattern&&(o.keywords=Object.assign({},o.keywords),p=o.keywords.$pattern,delete o.keywords.$pattern),p=p||/\w+/,o.keywords&&(o.keywords=ul(o.keywords,t.case_insensitive)),c.keywordPatternRe=e(p,!0),a&&(o.begin||(o.begin=/\B|\b/),c.beginRe=e(c.begin),!o.end&&!o.endsWithParent&&(o.end=/\B|\b/),o.end&&(c.endRe=e(c.end)),c.terminatorEnd=On(c.end)||"",o.endsWithParent&&a.terminatorEnd&&(c.terminatorEnd+=(o.end?"|":"")+a.terminatorEnd)),o.illegal&&(c.illegalRe=e(o.illegal)),o.contains||(o.contains=[]),o.contains=[].concat(...o.contains.map(function(u){return Vg(u==="self"?o:u)})),o.contains.forEach(function(u){s(u,c)}),o.starts&&s(o.starts,a),c.matcher=i(c),c}if(t.compilerExtensions||(t.compilerExtensions=[]),t.contains&&t.contains.includes("self"))throw new Error("ERR: contains `self` is not supported at the top-level of a language.  See documentation.");return t.classNameAliases=mt(t.classNameAliases||{}),s(t)}function pl(t){return t?t.endsWithParent||pl(t.starts):!1}function Vg(t){return t.variants&&!t.cachedVariants&&(t.cachedVariants=t.variants.map(function(e){return mt(t,{variants:null},e)})),t.cachedVariants?t.cachedVariants:pl(t)?mt(t,{starts:t.starts?mt(t.starts):null}):Object.isFrozen(t)?mt(t):t}var Zg="11.12.0",Ls=class extends Error{constructor(e,n){super(e),this.name="HTMLInjectionError",this.html=n}},Rs=rl,el=mt,tl=Symbol("nomatch"),Jg=7,hl=function(t){let e=Object.create(null),n=Object.create(null),r=[],i=!0,s="Could not find the language '{}', did you forget to load/include a language module?",o={disableAutodetect:!0,name:"Plain text",contains:[]},a={ignoreUnescapedHTML:!1,throwUnescapedHTML:!1,noHighlightRe:/^(no-?highlight)$/i,languageDetectRe:/\blang(?:uage)?-([\w-]+)\b/i,classPrefix:"hljs-",cssSelector:"pre code",languages:null,__emitter:Cs};function c(b){return a.noHighlightRe.test(b)}function p(b){let T=b.className+" ";T+=b.parentNode?b.parentNode.className:"";let P=a.languageDetectRe.exec(T);if(P){let Y=D(P[1]);return Y||(Qc(s.replace("{}",P[1])),Qc("Falling back to no-highlight mode for this block.",b)),Y?P[1]:"no-highlight"}return T.split(/\s+/).find(Y=>c(Y)||D(Y))}function u(b,T,P){let Y="",ee="";typeof T=="object"?(Y=b,P=T.ignoreIllegals,ee=T.language):(Zt("10.7.0","highlight(lang, code, ...args) has been deprecated."),Zt("10.7.0",`Please use highlight(code, options) instead.
https://github.com/highlightjs/highlight.js/issues/2277`),ee=b,Y=T),P===void 0&&(P=!0);let se={code:Y,language:ee};k("before:highlight",se);let ge=se.result?se.result:w(se.language,se.code,P);return ge.code=se.code,k("after:highlight",ge),ge}function w(b,T,P,Y){let ee=Object.create(null);function se(I,F){return I.keywords[F]}function ge(){if(!W.keywords){pe.addText(Q);return}let I=0;W.keywordPatternRe.lastIndex=0;let F=W.keywordPatternRe.exec(Q),K="";for(;F;){K+=Q.substring(I,F.index);let Z=Le.case_insensitive?F[0].toLowerCase():F[0],ue=se(W,Z);if(ue){let[_e,nn]=ue;if(pe.addText(K),K="",ee[Z]=(ee[Z]||0)+1,ee[Z]<=Jg&&(Ge+=nn),_e.startsWith("_"))K+=F[0];else{let Mt=Le.classNameAliases[_e]||_e;Ce(F[0],Mt)}}else K+=F[0];I=W.keywordPatternRe.lastIndex,F=W.keywordPatternRe.exec(Q)}K+=Q.substring(I),pe.addText(K)}function Oe(){if(Q==="")return;let I=null;if(typeof W.subLanguage=="string"){if(!e[W.subLanguage]){pe.addText(Q);return}I=w(W.subLanguage,Q,!0,le[W.subLanguage]),le[W.subLanguage]=I._top}else I=x(Q,W.subLanguage.length?W.subLanguage:null);W.relevance>0&&(Ge+=I.relevance),pe.__addSublanguage(I._emitter,I.language)}function ve(){W.subLanguage!=null?Oe():ge(),Q=""}function Ce(I,F){I!==""&&(pe.startScope(F),pe.addText(I),pe.endScope())}function $n(I,F){let K=1,Z=F.length-1;for(;K<=Z;){if(!I._emit[K]){K++;continue}let ue=Le.classNameAliases[I[K]]||I[K],_e=F[K];ue?Ce(_e,ue):(Q=_e,ge(),Q=""),K++}}function ce(I,F){return I.scope&&typeof I.scope=="string"&&pe.openNode(Le.classNameAliases[I.scope]||I.scope),I.beginScope&&(I.beginScope._wrap?(Ce(Q,Le.classNameAliases[I.beginScope._wrap]||I.beginScope._wrap),Q=""):I.beginScope._multi&&($n(I.beginScope,F),Q="")),W=Object.create(I,{parent:{value:W}}),W}function Pn(I,F,K){let Z=gg(I.endRe,K);if(Z){if(I["on:end"]){let ue=new Ar(I);I["on:end"](F,ue),ue.isMatchIgnored&&(Z=!1)}if(Z){for(;I.endsParent&&I.parent;)I=I.parent;return I}}if(I.endsWithParent)return Pn(I.parent,F,K)}function Zr(I){return W.matcher.regexIndex===0?(Q+=I[0],1):(It=!0,0)}function Jr(I){let F=I[0],K=I.rule,Z=new Ar(K),ue=[K.__beforeBegin,K["on:begin"]];for(let _e of ue)if(_e&&(_e(I,Z),Z.isMatchIgnored))return Zr(F);return K.skip?Q+=F:(K.excludeBegin&&(Q+=F),ve(),!K.returnBegin&&!K.excludeBegin&&(Q=F)),ce(K,I),K.returnBegin?0:F.length}function Qr(I){let F=I[0],K=T.substring(I.index),Z=Pn(W,I,K);if(!Z)return tl;let ue=W;W.endScope&&W.endScope._wrap?(ve(),Ce(F,W.endScope._wrap)):W.endScope&&W.endScope._multi?(ve(),$n(W.endScope,I)):ue.skip?Q+=F:(ue.returnEnd||ue.excludeEnd||(Q+=F),ve(),ue.excludeEnd&&(Q=F));do W.scope&&pe.closeNode(),!W.skip&&!W.subLanguage&&(Ge+=W.relevance),W=W.parent;while(W!==Z.parent);return Z.starts&&ce(Z.starts,I),ue.returnEnd?0:F.length}function ei(){let I=[];for(let F=W;F!==Le;F=F.parent)F.scope&&I.unshift(F.scope);I.forEach(F=>pe.openNode(F))}let Lt={};function Bn(I,F){let K=F&&F[0];if(Q+=I,K==null)return ve(),0;if(Lt.type==="begin"&&F.type==="end"&&Lt.index===F.index&&K===""){if(Q+=T.slice(F.index,F.index+1),!i){let Z=new Error(`0 width match regex (${b})`);throw Z.languageName=b,Z.badRule=Lt.rule,Z}return 1}if(Lt=F,F.type==="begin")return Jr(F);if(F.type==="illegal"&&!P){let Z=new Error('Illegal lexeme "'+K+'" for mode "'+(W.scope||"<unnamed>")+'"');throw Z.mode=W,Z}else if(F.type==="end"){let Z=Qr(F);if(Z!==tl)return Z}if(F.type==="illegal"&&K==="")return F.index===T.length||(Q+=`
`),1;if(Ie>1e5&&Ie>F.index*3)throw new Error("potential infinite loop, way more iterations than matches");return Q+=K,K.length}let Le=D(b);if(!Le)throw Ot(s.replace("{}",b)),new Error('Unknown language: "'+b+'"');let Un=Xg(Le),oe="",W=Y||Un,le={},pe=new a.__emitter(a);ei();let Q="",Ge=0,Ke=0,Ie=0,It=!1;try{if(Le.__emitTokens)Le.__emitTokens(T,pe);else{for(W.matcher.considerAll();;){Ie++,It?It=!1:W.matcher.considerAll(),W.matcher.lastIndex=Ke;let I=W.matcher.exec(T);if(!I)break;let F=T.substring(Ke,I.index),K=Bn(F,I);Ke=I.index+K}Bn(T.substring(Ke))}return pe.finalize(),oe=pe.toHTML(),{language:b,value:oe,relevance:Ge,illegal:!1,_emitter:pe,_top:W}}catch(I){if(I.message&&I.message.includes("Illegal"))return{language:b,value:Rs(T),illegal:!0,relevance:0,_illegalBy:{message:I.message,index:Ke,context:T.slice(Ke-100,Ke+100),mode:I.mode,resultSoFar:oe},_emitter:pe};if(i)return{language:b,value:Rs(T),illegal:!1,relevance:0,errorRaised:I,_emitter:pe,_top:W};throw I}}function m(b){let T={value:Rs(b),illegal:!1,relevance:0,_top:o,_emitter:new a.__emitter(a)};return T._emitter.addText(b),T}function x(b,T){T=T||a.languages||Object.keys(e);let P=m(b),Y=T.filter(D).filter(re).map(ve=>w(ve,b,!1));Y.unshift(P);let ee=Y.sort((ve,Ce)=>{if(ve.relevance!==Ce.relevance)return Ce.relevance-ve.relevance;if(ve.language&&Ce.language){if(D(ve.language).supersetOf===Ce.language)return 1;if(D(Ce.language).supersetOf===ve.language)return-1}return 0}),[se,ge]=ee,Oe=se;return Oe.secondBest=ge,Oe}function f(b,T,P){let Y=T&&n[T]||P;b.classList.add("hljs"),b.classList.add(`language-${Y}`)}function _(b){let T=null,P=p(b);if(c(P))return;if(k("before:highlightElement",{el:b,language:P}),b.dataset.highlighted){console.log("Element previously highlighted. To highlight again, first unset `dataset.highlighted`.",b);return}if(b.children.length>0&&(a.ignoreUnescapedHTML||(console.warn("One of your code blocks includes unescaped HTML. This is a potentially serious security risk."),console.warn("https://github.com/highlightjs/highlight.js/wiki/security"),console.warn("The element with unescaped HTML:"),console.warn(b)),a.throwUnescapedHTML))throw new Ls("One of your code blocks includes unescaped HTML.",b.innerHTML);T=b;let Y=T.textContent,ee=P?u(Y,{language:P,ignoreIllegals:!0}):x(Y);b.innerHTML=ee.value,b.dataset.highlighted="yes",f(b,P,ee.language),b.result={language:ee.language,re:ee.relevance,relevance:ee.relevance},ee.secondBest&&(b.secondBest={language:ee.secondBest.language,relevance:ee.secondBest.relevance}),k("after:highlightElement",{el:b,result:ee,text:Y})}function y(b){a=el(a,b)}let v=()=>{M(),Zt("10.6.0","initHighlighting() deprecated.  Use highlightAll() now.")};function $(){M(),Zt("10.6.0","initHighlightingOnLoad() deprecated.  Use highlightAll() now.")}let L=!1;function M(){function b(){M()}if(document.readyState==="loading"){L||window.addEventListener("DOMContentLoaded",b,!1),L=!0;return}document.querySelectorAll(a.cssSelector).forEach(_)}function N(b,T){let P=null;try{P=T(t)}catch(Y){if(Ot("Language definition for '{}' could not be registered.".replace("{}",b)),i)Ot(Y);else throw Y;P=o}P.name||(P.name=b),e[b]=P,P.rawDefinition=T.bind(null,t),P.aliases&&X(P.aliases,{languageName:b})}function z(b){delete e[b];for(let T of Object.keys(n))n[T]===b&&delete n[T]}function U(){return Object.keys(e)}function D(b){return b=(b||"").toLowerCase(),e[b]||e[n[b]]}function X(b,{languageName:T}){typeof b=="string"&&(b=[b]),b.forEach(P=>{n[P.toLowerCase()]=T})}function re(b){let T=D(b);return T&&!T.disableAutodetect}function C(b){b["before:highlightBlock"]&&!b["before:highlightElement"]&&(b["before:highlightElement"]=T=>{b["before:highlightBlock"](Object.assign({block:T.el},T))}),b["after:highlightBlock"]&&!b["after:highlightElement"]&&(b["after:highlightElement"]=T=>{b["after:highlightBlock"](Object.assign({block:T.el},T))})}function B(b){C(b),r.push(b)}function te(b){let T=r.indexOf(b);T!==-1&&r.splice(T,1)}function k(b,T){let P=b;r.forEach(function(Y){Y[P]&&Y[P](T)})}function E(b){return Zt("10.7.0","highlightBlock will be removed entirely in v12.0"),Zt("10.7.0","Please use highlightElement now."),_(b)}Object.assign(t,{highlight:u,highlightAuto:x,highlightAll:M,highlightElement:_,highlightBlock:E,configure:y,initHighlighting:v,initHighlightingOnLoad:$,registerLanguage:N,unregisterLanguage:z,listLanguages:U,getLanguage:D,registerAliases:X,autoDetection:re,inherit:el,addPlugin:B,removePlugin:te}),t.debugMode=function(){i=!1},t.safeMode=function(){i=!0},t.versionString=Zg,t.regex={concat:Ct,lookahead:il,either:Nr,optional:hg,anyNumberOfTimes:pg};for(let b in Sr)typeof Sr[b]=="object"&&nl(Sr[b]);return Object.assign(t,Sr),t},Jt=hl({});Jt.newInstance=()=>hl({});fl.exports=Jt;Jt.HighlightJS=Jt;Jt.default=Jt});h();h();var Eo=`/* The live view of one job. \`static_html.py\` draws the same end state with inline styles: change both. */

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
`;var vo=`/* What a job made: a line with name and download each, and below it what can be shown. */

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
`;var jo=`/* Text of a job: channels, the box that follows its end, Markdown, code, lines of a log. */

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
`;var To=[jo,vo,Eo];h();var So=new Map;function Ao(t,...e){let n=t.getRootNode(),r="adoptedStyleSheets"in n?n:document;for(let i of e){let s=So.get(i);s||(s=new CSSStyleSheet,s.replaceSync(i),So.set(i,s)),r.adoptedStyleSheets.includes(s)||(r.adoptedStyleSheets=[...r.adoptedStyleSheets,s])}}var Ro=`/* Colours and sizes of all views: JupyterLab's variables, else VS Code's, else our own (light and dark). */

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
`;var No=`/* The web page around the views: frame, board, job page, sign-in. */

body.jw-web {
  display: flex;
  flex-direction: column;
  min-height: 100vh;
  margin: 0;
  background: var(--jw-bg);
  font-size: 14px;
  accent-color: var(--jw-accent);
}
/* What comes from a job may be Markdown: nothing here is said of all links and headings. */
.jw-web :is(.jww-top, .jww-crumb, .jww-board, .jww-facts) a {
  color: inherit;
}
.jw-web :is(.jww-top, .jww-crumb, .jww-facts) a:focus-visible {
  border-radius: 4px;
  outline: 2px solid var(--jw-accent);
  outline-offset: 2px;
}
.jw-web :is(.jww-head, .jww-sign-in) h1 {
  margin: 0;
  font-size: 20px;
  font-weight: 600;
  line-height: 28px;
}
.jw-web .jww-params h2 {
  margin: 0 0 6px;
  font-size: 14px;
  font-weight: 600;
}
.jw-web :is(.jww-params pre, .jww-empty pre, .jww-facts code, .jww-help code) {
  font: 13px/19px var(--jw-mono);
}

.jw-web .jww-top {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 4px 12px;
  min-height: 49px;
  padding: 8px max(16px, calc((100% - 1040px) / 2));
  border-bottom: 1px solid var(--jw-line);
  background: var(--jw-raised);
}
.jw-web .jww-top .jww-space {
  flex: 1;
}
.jw-web .jww-brand {
  font-weight: 600;
  text-decoration: none;
}
.jw-web main {
  width: 100%;
  max-width: 1072px;
  margin: 0 auto;
  padding: 20px 16px 48px;
}

.jw-web .jww-connection {
  display: flex;
  align-items: center;
  gap: 6px;
  --jw-tone: var(--jw-dim);
}
.jw-web .jww-connection[data-connection="connected"] {
  --jw-tone: var(--jw-ok);
  color: var(--jw-dim);
}
.jw-web .jww-connection[data-connection="reconnecting"] {
  --jw-tone: var(--jw-warn);
}
.jw-web .jww-connection[data-connection="offline"] {
  --jw-tone: var(--jw-bad);
}

.jw-web :is(.jww-plain, .jww-primary, .jww-field) {
  min-height: 32px;
  padding: 4px 12px;
  border: 1px solid var(--jw-line);
  border-radius: 4px;
  background: var(--jw-bg);
  color: inherit;
  font: inherit;
}
.jw-web .jww-field {
  min-width: 0;
  max-width: 100%;
  padding: 4px 8px;
}
.jw-web .jww-field::placeholder {
  color: var(--jw-dim);
  opacity: 1;
}
.jw-web .jww-primary {
  border-color: var(--jw-accent);
}
.jw-web .jww-link {
  padding: 2px 6px;
  text-decoration: underline;
}
.jw-web :is(.jww-wrong, .jww-trouble) {
  color: var(--jw-bad);
  color: color-mix(in srgb, var(--jw-bad) 80%, var(--jw-fg));
}
.jw-web .jww-wrong:empty {
  margin: 0;
}
.jw-web .jww-help {
  color: var(--jw-dim);
}
.jw-web .jww-line {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 8px;
}

/* The board. */
.jw-web .jww-head {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  justify-content: space-between;
  gap: 8px 16px;
  margin-bottom: 12px;
}
.jw-web .jww-filters {
  display: flex;
  flex-wrap: wrap;
  gap: 8px;
  min-width: 0;
}
.jw-web .jww-filters select {
  max-width: 180px;
}
.jw-web .jww-search {
  width: 200px;
}
.jw-web .jww-board {
  margin: 0;
  padding: 0;
  overflow: hidden;
  border: 1px solid var(--jw-line);
  border-radius: 6px;
  list-style: none;
}
.jw-web .jww-board li + li {
  border-top: 1px solid var(--jw-line);
}
.jw-web .jww-row {
  --jw-tone: var(--jw-accent);
  display: grid;
  grid-template-columns: 144px minmax(0, 3fr) minmax(0, 2fr) 104px 56px 92px;
  align-items: center;
  gap: 0 16px;
  min-height: 40px;
  padding: 6px 14px;
  text-decoration: none;
}
.jw-web .jww-row .jww-note:empty,
.jw-web .jww-row .jww-share:has(.jww-bar[hidden]) {
  display: none;
}
/* What has nothing to say leaves its place to what stands before it. */
@media (min-width: 761px) {
  .jw-web .jww-row .jww-what {
    grid-area: 1 / 2;
  }
  .jw-web .jww-row:has(.jww-note:empty) .jww-what {
    grid-column: 2 / 4;
  }
  .jw-web .jww-row:has(.jww-bar[hidden]) .jww-note {
    grid-column: 3 / 5;
  }
  .jw-web .jww-row:has(.jww-bar[hidden]):has(.jww-note:empty) .jww-what {
    grid-column: 2 / 5;
  }
  .jw-web .jww-row .jww-took {
    grid-area: 1 / 5;
  }
  .jw-web .jww-row .jww-when {
    grid-area: 1 / 6;
  }
}
.jw-web .jww-row:hover {
  background: var(--jw-raised);
}
.jw-web .jww-row:focus-visible {
  outline: 2px solid var(--jw-accent);
  outline-offset: -2px;
}
.jw-web .jww-row:is([data-state="queued"], [data-state="cancelled"]) {
  --jw-tone: var(--jw-dim);
}
.jw-web .jww-row:is([data-state="cancelling"], [data-state="waiting_input"]) {
  --jw-tone: var(--jw-warn);
}
.jw-web .jww-row[data-state="completed"] {
  --jw-tone: var(--jw-ok);
}
.jw-web .jww-row[data-state="failed"] {
  --jw-tone: var(--jw-bad);
}
.jw-web .jww-row[data-state="running"] .jw-dot {
  animation: jw-breathe 2s ease-in-out infinite;
}
.jw-web .jww-row .jww-mark {
  display: flex;
  align-items: center;
  gap: 8px;
}
.jw-web .jww-row .jww-pill {
  color: var(--jw-tone);
  color: color-mix(in srgb, var(--jw-tone) 70%, var(--jw-fg));
  font-weight: 500;
  white-space: nowrap;
}
.jw-web .jww-row .jww-what {
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
}
.jw-web .jww-row .jww-type {
  margin-right: 4px;
  font-weight: 600;
}
.jw-web .jww-row :is(.jww-brief, .jww-note) {
  color: var(--jw-dim);
}
.jw-web .jww-row .jww-share {
  display: flex;
  align-items: center;
  gap: 8px;
}
.jw-web .jww-row .jww-bar {
  flex: 1;
  height: 4px;
  overflow: hidden;
  border-radius: 2px;
  background: var(--jw-line);
}
.jw-web .jww-row .jww-fill {
  display: block;
  height: 100%;
  background: var(--jw-tone);
}
.jw-web .jww-row :is(.jww-percent, .jww-took, .jww-when) {
  text-align: right;
}
.jw-web .jww-row .jww-percent {
  min-width: 40px;
}
.jw-web .jww-empty {
  padding: 40px 16px;
  border: 1px dashed var(--jw-line);
  border-radius: 6px;
  color: var(--jw-dim);
  text-align: center;
}
.jw-web .jww-empty pre {
  display: inline-block;
  margin: 0;
  overflow: auto;
  max-width: 100%;
  color: var(--jw-fg);
  text-align: left;
}
.jw-web .jww-more {
  display: block;
  margin: 12px auto 0;
}

/* A job. */
.jw-web .jww-crumb {
  margin: 0 0 12px;
  color: var(--jw-dim);
}
.jw-web .jww-crumb a {
  text-decoration: none;
}
.jw-web .jww-crumb a:hover {
  text-decoration: underline;
}
.jw-web :is(.jww-params, .jww-about, .jww-sharing) {
  margin-top: 20px;
}
.jw-web .jww-params pre {
  max-height: 320px;
  margin: 0;
  padding: 10px 12px;
  overflow: auto;
  border: 1px solid var(--jw-line);
  border-radius: 6px;
  overflow-wrap: anywhere;
  white-space: pre-wrap;
}
.jw-web .jww-facts {
  display: grid;
  grid-template-columns: max-content minmax(0, 1fr);
  gap: 4px 16px;
  margin: 0;
}
.jw-web .jww-facts dt {
  color: var(--jw-dim);
}
.jw-web .jww-facts dd {
  margin: 0;
  overflow-wrap: anywhere;
}
.jw-web .jww-sharing summary {
  width: max-content;
  color: var(--jw-fg);
}
.jw-web .jww-sharing > .jww-field {
  width: 100%;
  margin-top: 8px;
}
/* Through a link there is nothing to be done. */
.jw-web .jww-readonly :is(.jw-cancel, .jw-retry, .jw-question .jw-fields, .jw-question button, .jw-question .jw-about) {
  display: none;
}

.jw-web .jww-sign-in {
  max-width: 480px;
  margin: 8vh auto 0;
}
.jw-web .jww-sign-in :is(h1, .jww-why) {
  margin-bottom: 12px;
}
.jw-web .jww-sign-in label {
  display: block;
  margin-bottom: 4px;
  font-weight: 500;
}
.jw-web .jww-sign-in .jww-field {
  flex: 1 1 200px;
}

@media (max-width: 760px) {
  .jw-web main {
    padding: 14px 10px 32px;
  }
  .jw-web .jww-top {
    padding: 6px 12px;
  }
  .jw-web .jww-filters {
    width: 100%;
  }
  .jw-web .jww-filters select {
    flex: 1 1 40%;
    max-width: none;
  }
  .jw-web .jww-search {
    flex: 1 1 100%;
  }
  .jw-web .jww-row {
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 2px 12px;
    padding: 9px 12px;
  }
  .jw-web .jww-row .jww-when {
    grid-area: 1 / 2;
  }
  .jw-web .jww-row .jww-what {
    grid-area: 2 / 1;
  }
  .jw-web .jww-row .jww-took {
    grid-area: 2 / 2;
  }
  .jw-web .jww-row :is(.jww-note, .jww-share) {
    grid-column: 1 / -1;
  }
  .jw-web .jww-row .jww-took:empty {
    display: none;
  }
}
`;h();function d(t,e="",n={},...r){let i=document.createElement(t);e&&(i.className=e);for(let[s,o]of Object.entries(n))i.setAttribute(s,o);return i.append(...r),i}function O(t,e){t.textContent!==e&&(t.textContent=e)}function Qe(t,e){let n=Math.max(0,t);if(n<9.95&&!e)return`${n.toFixed(1)} s`;let r=Math.floor(e?n:n+.5);if(r<60)return`${r} s`;let i=a=>String(a).padStart(2,"0"),[s,o]=[Math.floor(r/3600),Math.floor(r%3600/60)];return s?`${s}:${i(o)}:${i(r%60)}`:`${o}:${i(r%60)}`}h();var ze=new URL("../",import.meta.url),Oo=0,on=()=>Date.now()/1e3+Oo;function yd(t){let e=(Date.parse(t.headers.get("Date")??"")-Date.now())/1e3;Oo=Math.abs(e)>2?e:0}var je=class extends Error{constructor(e,n,r,i){super(r),this.status=e,this.code=n,this.detail=i}};function Xn(t){return async(e,n,r)=>{let i={Authorization:`Bearer ${t}`};r!==void 0&&(i["Content-Type"]="application/json");let s;try{s=await fetch(new URL(`api/${n}`,ze),{method:e,headers:i,body:r===void 0?void 0:JSON.stringify(r),credentials:"omit",cache:"no-store"})}catch{throw new je(0,"unreachable","The server does not answer.")}yd(s);let o=await s.json().catch(()=>null);if(s.ok&&o!==null)return o;let{code:a="unreachable",message:c=`The server answered with status ${s.status}.`,detail:p}=o?.error??{};throw new je(s.status,a,c,p)}}var et=t=>`jobs/${encodeURIComponent(t)}`,yt=t=>new URL(et(t),ze).href;function Ft(t){let e=new URL(ze);return e.search=t?.toString()??"",e.href}h();h();h();var Vn="answer";var xd=new Set(["completed","failed","cancelled"]),_d=50,kd=500,Co=2e3,Me=t=>xd.has(t),Do={parent:null,status:"running",detail:null,attempt:0,checkpoint:0,started:0,ended:null,arguments:null,result:null,error:null},Ed={input_tokens:0,output_tokens:0,cost:0,max_tokens:null,max_cost:null},vd={data:null,attempt:0,checkpoint:0},jd={order:0,at:0},Td={worker:null,why:null},Sd={value:null,total:1,message:null},Ad={schema:null,asked:0,expires:null},Rd={answer:null,timed_out:!1,at:0,order:0},_i=(t,e)=>new Map(Object.entries(t??{}).map(([n,r])=>[n,{...e,...r}])),Lo=(t,e)=>(t??[]).map(n=>({...e,...n}));function Zn(t){return{job:t.job,type:t.type??"",epoch:t.epoch??0,seq:t.seq??0,attempt:t.attempt??0,state:t.state??"queued",reason:t.reason??null,progress:t.progress?{...Sd,...t.progress}:null,steps:_i(t.steps,Do),text:t.text??[],usage:{...Ed,...t.usage},input:t.input?{...Ad,...t.input}:null,artifacts:_i(t.artifacts,vd),result:t.result??null,error:t.error??null,failures:t.failures??0,last_error:t.last_error??null,children:_i(t.children,jd),answered:Lo(t.answered,Rd),checkpoint:t.checkpoint??0,attempts:Lo(t.attempts,Td),created:t.created??0,started:t.started??null,ended:t.ended??null,updated:t.updated??0}}function tt({attempts:t},e,n){return t.some(r=>r.attempt>e&&r.checkpoint<=n)}function $o(t,e=Vn){return t.text.filter(r=>r.channel===e&&!tt(t,r.attempt,r.checkpoint)).map(r=>r.text).join("")}var Ei=({steps:t})=>[...t.values()].sort((e,n)=>e.order-n.order);function an(t,e){let n=Me(t.state)||tt(t,e.attempt,e.checkpoint);return e.status==="running"&&n?"interrupted":e.status}function Jn(t){let e=null;for(let n of t.steps.values())(!e||n.order>e.order)&&an(t,n)==="running"&&(e=n);return e}function Qn({progress:t}){return!t||t.value===null||t.total<=0?null:Math.min(1,Math.max(0,t.value/t.total))}var ki=class extends Error{};function Po(t,e){let{epoch:n}=t,r={...t};for(let i of e){let s=i.seq??0;if(!((i.epoch??0)===n&&s<=r.seq)){if((i.epoch??0)!==n||s!==r.seq+1)throw new ki(`expected event ${r.seq+1}, got ${s}`);Nd(r,t,i),r.seq=s,r.updated=i.at??0}}return r.seq===t.seq?t:r}function Nd(t,e,n){let{attempt:r=0,at:i=0}=n;switch(n.kind){case"text":return Io(t,e,r,n.channel??Vn,n.delta);case"log":return Io(t,e,r,"log",`${(n.level??"info").toUpperCase()} ${n.message}
`);case"progress":t.progress={value:n.value??null,total:n.total??1,message:n.message??null};return;case"step":t.steps===e.steps&&(t.steps=new Map(e.steps)),t.steps.set(n.id,Od(t,n,r,i));return;case"state":Object.assign(t,Cd(t,n,i));return;case"artifact":{let{id:s,name:o,media_type:a,data:c=null}=n;t.artifacts===e.artifacts&&(t.artifacts=new Map(e.artifacts)),t.artifacts.set(s,{id:s,name:o,media_type:a,data:c,attempt:r,checkpoint:t.checkpoint});return}case"usage":t.usage=Ld(t.usage,n);return;case"input-requested":{let{key:s,prompt:o,schema:a=null,expires:c=null}=n;t.input={key:s,prompt:o,schema:a,asked:i,expires:c};return}case"input-answered":t.answered=Id(t,n,i),t.input=null;return;case"checkpoint":t.checkpoint=n.number;return;case"child":t.children===e.children&&(t.children=new Map(e.children)),t.children.set(n.child,{id:n.child,type:n.type,order:t.children.size,at:i});return;case"attempt":{let{checkpoint:s=0,worker:o=null}=n,a={attempt:r,checkpoint:s,at:i,worker:o,why:r>1?t.reason:null};t.attempts=[...t.attempts,a],t.attempt=r,t.checkpoint=s}}}function Io(t,e,n,r,i){if(!i)return;let{checkpoint:s}=t;t.text===e.text&&(t.text=[...e.text]);let{text:o}=t,a=o.findLastIndex(c=>c.channel===r&&c.attempt===n&&c.checkpoint===s);a<0?o.push({channel:r,attempt:n,checkpoint:s,text:i}):o[a]={channel:r,attempt:n,checkpoint:s,text:o[a].text+i}}function Od({steps:t,checkpoint:e},n,r,i){let{id:s,name:o,status:a="running",parent:c=null}=n,p=t.get(s);return{...p??{...Do,id:s,order:t.size,parent:c,attempt:r,checkpoint:e,started:i},name:o,status:a,ended:a==="running"?null:i,detail:n.detail??p?.detail??null,arguments:n.arguments??p?.arguments??null,result:n.result??p?.result??null,error:n.error??p?.error??null}}function Cd(t,e,n){if(Me(t.state))return{};let{state:r,reason:i=null,result:s=null,error:o=null}=e,a=Me(r);return{state:r,reason:i,result:s,error:a?o:null,failures:t.failures+(o?1:0),last_error:o??t.last_error,input:r==="waiting_input"?t.input:null,started:r==="running"&&t.started===null?n:t.started,ended:a?n:null}}function Ld(t,{input_tokens:e=0,output_tokens:n=0,cost:r=0,max_tokens:i=null,max_cost:s=null}){return{input_tokens:t.input_tokens+e,output_tokens:t.output_tokens+n,cost:t.cost+r,max_tokens:i??t.max_tokens,max_cost:s??t.max_cost}}function Id({input:t,answered:e},{key:n,answer:r=null,timed_out:i=!1},s){let o=t&&t.key===n?Mo(t.prompt,kd):"",a=JSON.stringify(r),c=[...a].length>Co?Mo(a,Co):r,p=e.length?e[e.length-1].order+1:0;return[...e,{key:n,prompt:o,answer:c,timed_out:i,at:s,order:p}].slice(-_d)}function Mo(t,e){let n=[...t];return n.length<=e?t:`${n.slice(0,e-1).join("")}…`}h();var Ve={queued:"Queued",running:"Running",waiting_input:"Needs an answer",cancelling:"Cancelling",completed:"Completed",failed:"Failed",cancelled:"Cancelled"},De=t=>["completed","failed","cancelled"].includes(t);function er(t,e){let n=t?.attempts?.find(r=>r.n===e)?.why;return n?`attempt ${e} · ${n}`:`attempt ${e}`}function Bo({state:t,message:e,step:n,info:r}){let i=r.reason?` (${r.reason})`:"";switch(t){case"queued":return r.pending?"Waiting for the server":"Waiting for a worker";case"waiting_input":return e||n||"";case"completed":return e||"Done";case"failed":return e||`Failed${i}`;case"cancelled":return`Stopped before the end${i}`;default:return e||n||"Working"}}h();h();var cn=2e3,Md=1e4,Uo=5e4,Dd=2e4,$d=50,Pd=50,Bd=20,zo=200,Ud=/[\ud800-\udbff][\udc00-\udfff]/g,vi="[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+",zd=new RegExp(vi,"g"),ji=new RegExp(`^${vi}|${vi}$`,"g"),Fo=t=>t.length-(t.match(Ud)?.length??0);function $e(t,e){if(t.length<=e)return t;let n=[...t];if(n.length<=e)return t;let r=(n.length-e).toLocaleString("en-US");return`${n.slice(0,e).join("")}… (${r} more characters)`}function Ti(t,e,n=`
`){if(typeof t!="object"||t===null)return JSON.stringify(t);let r=n+" ".repeat(e??0),i=Array.isArray(t)?t.map(a=>Ti(a,e,r)):Object.entries(t).map(([a,c])=>`${JSON.stringify(a)}: ${Ti(c,e,r)}`),[s,o]=Array.isArray(t)?"[]":"{}";return i.length?e===void 0?s+i.join(", ")+o:s+r+i.join(`,${r}`)+n+o:s+o}function xt(t,e,n){return t==null?"":$e(typeof t=="string"?t:Ti(t,n),e)}function Fd(t){if(typeof t!="object"||t?.replayed!==!0)return[t,!1];let{replayed:e,...n}=t;return[Object.keys(n).length?n:null,!0]}function qo(t){let{error:e,usage:n}=t,r=[...t.children.values()];return{created:t.created,started:t.started,ended:t.ended,updated:t.updated,reason:t.reason,question:qd(t),answered:t.answered.slice(-Bd).map(Hd),attempts:Yd(t),children:r.slice(0,$d).map(({id:i,type:s})=>({id:i,type:$e(s,80)})),childCount:r.length,usage:Kd(n),error:e&&{type:$e(e.type,300),message:$e(e.message,1e4),traceback:e.traceback?$e(e.traceback,Uo):null},result:Xd(t)}}function qd({input:t,state:e}){if(!t||e!=="waiting_input")return null;let r=new TextEncoder().encode(JSON.stringify(t.schema)).length<=Dd?t.schema:[];return{key:t.key,prompt:$e(t.prompt,Md),schema:r,expires:t.expires}}var Hd=({key:t,prompt:e,answer:n,timed_out:r})=>({key:t,prompt:Gd(e),answer:r?"":Wd(n),timedOut:r});function Wd(t){return typeof t=="boolean"?t?"Yes":"No":t===null?"null":xt(t,zo)}var Gd=t=>$e(t.replace(ji,"").replace(zd," "),zo);function Kd({input_tokens:t,output_tokens:e,cost:n,max_tokens:r,max_cost:i}){return!t&&!e&&!n&&r===null&&i===null?null:{inputTokens:t,outputTokens:e,cost:n,maxTokens:r,maxCost:i}}function Yd(t){return t.attempts.filter(n=>n.attempt>1).slice(-Pd).map(({attempt:n,why:r})=>({n,why:r?$e(r,cn):null}))}function Xd(t){if(t.result===null)return null;let e=xt(t.result,Uo,2);return e.replace(ji,"")===$o(t,Vn).replace(ji,"")?null:e}function Ho(t,e){let[n,r]=Fd(e.detail);return{id:e.id,parent:e.parent,order:e.order,name:$e(e.name,300),status:an(t,e),detail:xt(n,cn),arguments:xt(e.arguments,cn),result:xt(e.result,cn),error:$e(e.error??"",cn),started:e.started,ended:e.ended,superseded:tt(t,e.attempt,e.checkpoint),replayed:r}}function Wo(t,e,n){return{id:e.id,name:$e(e.name,300),mediaType:$e(e.media_type,300),data:e.data,version:n,superseded:tt(t,e.attempt,e.checkpoint)}}function Go(t,e){let n=Math.max(0,e-t);return n<10?"just now":n<60?`${Math.floor(n)} s ago`:n<3600?`${Math.floor(n/60)} min ago`:n<86400?`${Math.floor(n/3600)} h ago`:new Date(t*1e3).toLocaleDateString(void 0,{day:"numeric",month:"short",year:"numeric"})}var lt=t=>new Date(t*1e3).toLocaleString(void 0,{dateStyle:"medium",timeStyle:"short"});function Ko(t){return Object.entries(t??{}).map(([n,r])=>`${n}: ${xt(r,120)||"null"}`).join(" · ").replace(/\s+/g," ").slice(0,300)}function Si(t){let{state:e,created:n=0,started:r=null,ended:i=null,progress:s,step:o,reason:a,error:c,input:p}=t,u=s?.value==null||!(s.total??1)?null:s.value/(s.total??1);return{state:e,created:n,started:r,ended:i,progress:u,note:Xo(e,s?.message,o,a,c,p)}}function Yo(t){let{state:e,created:n,started:r,ended:i,progress:s,reason:o,error:a,input:c}=t,p=Jn(t)?.name;return{state:e,created:n,started:r,ended:i,progress:Qn(t),note:Xo(e,s?.message,p,o,a,c)}}function Xo(t,e,n,r,i,s){return t==="waiting_input"&&s?s.prompt:i?`${i.type}: ${i.message}`:Me(t)?r??"":e??n??""}function Vo(t){let e=d("span","jww-pill"),n=Ko(t.params),r=d("span","jww-note jw-cut",{dir:"auto"}),i=d("span","jww-fill"),s=d("span","jww-bar",{"aria-hidden":"true"},i),o=d("span","jw-num jww-percent"),a=d("time","jw-num jww-when"),c=d("span","jw-num jww-took"),p=d("a","jww-row",{href:yt(t.id)},d("span","jww-mark",{},d("span","jw-dot"),e),d("span","jww-what",{},d("strong","jww-type",{dir:"auto"},t.type)," ",d("span","jww-brief",{dir:"auto",title:n},n)),r,d("span","jww-share",{},s,o),c,a),u=d("li","",{},p),w=Si(t);function m(){let f=w.started,_=Me(w.state);O(c,f?Qe((_?w.ended??f:on())-f,!_):""),O(a,Go(w.created,on()))}function x(f){w=f;let{state:_,progress:y}=f;p.dataset.state=_,O(e,Ve[_]??_),O(r,f.note.replace(/\s+/g," ").slice(0,300)),r.title=r.textContent??"";let v=y===null?null:Math.min(1,Math.max(0,y));s.hidden=Me(_)||v===null,i.style.width=`${((v??0)*100).toFixed(1)}%`,O(o,s.hidden?"":`${Math.round((v??0)*100)} %`),m()}return a.title=lt(t.created),a.setAttribute("datetime",new Date(t.created*1e3).toISOString()),x(w),{el:u,set:x,tick:m,unwatch:null,get over(){return Me(w.state)}}}h();h();var tr=class{constructor(){this.n=0,this.last=null,this.steps=new Map,this.told=[],this.artifacts=new Map}advance(e){let n=this.last;if(this.last=e,!n||!this.goesOn(n,e))return this.steps.clear(),this.told=[],this.n++,{type:"snapshot",n:this.n,...this.changes(e),artifacts:this.changedArtifacts(e,!0)};let r={...this.changes(e),artifacts:this.changedArtifacts(e)};return Object.values(r).every(i=>!i.length)?null:(this.n++,{type:"delta",n:this.n,...r})}everything(){this.steps.clear(),this.told=[];let e=this.last;return{type:"snapshot",n:this.n,...this.changes(e),artifacts:this.changedArtifacts(e,!0)}}goesOn(e,n){return n.epoch!==e.epoch||n.seq<e.seq||n.text.length<e.text.length?!1:e.text.every((r,i)=>{let s=n.text[i];return s===r?!0:s.channel===r.channel&&s.attempt===r.attempt&&s.checkpoint===r.checkpoint&&s.text.length>=r.text.length})}changes(e){let n=[];for(let s of Ei(e)){let o=an(e,s),a=tt(e,s.attempt,s.checkpoint),c=this.steps.get(s.id);c&&c[0]===s&&c[1]===o&&c[2]===a||(this.steps.set(s.id,[s,o,a]),n.push(Ho(e,s)))}let r=[],i=[];return e.text.forEach((s,o)=>{let a=this.told[o],c={segment:s,length:a?.length??0,old:tt(e,s.attempt,s.checkpoint)};this.told[o]=c,c.old&&!a?.old&&i.push(o);let p=s===a?.segment?"":s.text.slice(a?.segment.text.length??0);if(!p)return;let u=c.length;c.length+=Fo(p),r.push({seg:o,ch:s.channel,attempt:s.attempt,at:u,to:c.length,text:p})}),{steps:n,text:r,old:i}}changedArtifacts(e,n=!1){let r=[],i=this.artifacts;this.artifacts=new Map;for(let s of e.artifacts.values()){let o=i.get(s.id),a=tt(e,s.attempt,s.checkpoint),c=o?.row.superseded===a&&Vd(o.ref,s),p=c?o.row:Wo(e,s,(o?.row.version??0)+1);this.artifacts.set(s.id,{ref:s,row:p}),(n||!c)&&r.push(p)}return r}},Vd=(t,e)=>t===e||t.name===e.name&&JSON.stringify(t)===JSON.stringify(e);h();var Zo=[1e3,2e3,4e3,8e3],Zd=5e3,Jd=6,nr=class{constructor(e){this.send=e,this.client=Array.from({length:4},()=>Math.random().toString(36).slice(2,8)).join(""),this.views=new Set,this.head=void 0,this.steps=new Map,this.artifacts=new Map,this.texts=new Map,this.old=new Set,this.n=-1,this.missing=0,this.tries=0,this.detached=!1,this.timer=void 0,this.onOther=()=>{}}hello(){clearTimeout(this.timer),this.send({type:"hello",client:this.client});let e=Zo[Math.min(this.tries++,Zo.length-1)];(!this.detached||this.tries<Jd)&&(this.timer=setTimeout(()=>this.hello(),e))}setDetached(e){if(this.detached!==e){this.detached=e;for(let n of this.views)n.setDetached(e)}}attach(e){this.head&&e.setHead(this.head),e.setSteps([...this.steps.values()]),e.setArtifacts([...this.artifacts.values()]),e.supersede(this.old),e.addText([...this.texts].map(([n,{parts:r,...i}])=>({seg:n,at:0,text:r.join(""),...i}))),this.detached&&e.setDetached(!0),this.views.add(e),this.send({type:"views",client:this.client,count:this.views.size})}detach(e){this.views.delete(e),this.send({type:"views",client:this.client,count:this.views.size})}setHead(e){this.head=e;for(let n of this.views)n.setHead(e)}receive(e){if(!(e.to&&e.to!==this.client))switch(e.type){case"snapshot":this.setDetached(!1),this.load(e),this.n=e.n,this.expect(e.more??0);break;case"more":if(this.n<0)return;if(this.missing===0)return this.lost();this.expect(this.missing-1),this.apply(e);break;case"delta":if(this.n<0||e.n<=this.n)return;if(e.n>this.n+1||this.missing>0)return this.lost();this.n=e.n,this.apply(e);break;case"end":this.n>=0&&(e.n>this.n||this.missing>0)&&this.lost();break;case"head":{let{type:n,to:r,...i}=e;this.setHead(i);break}case"ack":for(let n of this.views)n.acknowledge(e);break;default:this.onOther(e)}}expect(e){clearTimeout(this.timer),this.tries=0,this.missing=e,e>0&&(this.timer=setTimeout(()=>this.hello(),Zd))}load(e){this.steps.clear(),this.artifacts.clear(),this.texts.clear(),this.old.clear();for(let n of this.views)n.clear();this.apply(e)}apply({steps:e=[],text:n=[],old:r=[],artifacts:i=[]}){for(let{seg:s,ch:o,attempt:a,at:c,to:p,text:u}of n){let w=this.texts.get(s);if(c!==(w?.to??0))return this.lost();w?(w.parts.push(u),w.to=p):this.texts.set(s,{ch:o,attempt:a,parts:[u],to:p})}for(let s of r)this.old.add(s);for(let s of e)this.steps.set(s.id,s);for(let s of i)this.artifacts.set(s.id,s);for(let s of this.views)e.length&&s.setSteps(e),r.length&&s.supersede(r),n.length&&s.addText(n),i.length&&s.setArtifacts(i)}lost(e=!1){if(e)this.setDetached(!0);else if(this.n<0)return;this.n=-1,this.tries=0,this.hello()}close(){clearTimeout(this.timer),this.send({type:"bye",client:this.client})}};var Qd=50;function Ai(t){return Zn(t.snapshot??{job:t.id,type:t.type,state:t.state,created:t.created})}var rr=class{constructor(e,n,r,{onChange:i,onRetried:s}){this.record=e,this.ask=n,this.onChange=i,this.onRetried=s,this.snapshot=Ai(e),this.problem=null,this.answering=!1,this.feed=new tr,this.store=new nr(o=>this.hear(o)),this.timer=void 0,this.unwatch=r.add(this.snapshot,{applied:o=>{this.snapshot=o,this.problem=null,o.input||(this.answering=!1),this.changed()},refused:o=>{this.problem=o,this.changed()}}),this.flush()}changed(){this.timer??=setTimeout(()=>this.flush(),Qd)}flush(){clearTimeout(this.timer),this.timer=void 0,this.store.setHead(this.head());let e=this.feed.advance(this.snapshot);e&&this.store.receive(e),this.onChange(this.snapshot)}head(){let{snapshot:e}=this;return{job_id:e.job,title:e.type||this.record.type,state:e.state,progress:Qn(e),message:e.progress?.message??null,step:Jn(e)?.name??null,attempt:e.attempt,info:{...qo(e),answering:this.answering,pending:!1,problem:this.problem,now:on()}}}hear(e){switch(e.type){case"hello":queueMicrotask(()=>this.store.receive(this.feed.everything()));break;case"cancel":this.cancel();break;case"answer":this.answer(e.key,e.value);break;case"retry":this.retry()}}async cancel(){this.store.receive({type:"ack",ok:!0});try{await this.ask("POST",`${et(this.snapshot.job)}/cancel`,{})}catch(e){this.store.receive({type:"ack",ok:!1,error:e.message})}}async answer(e,n){let r={type:"ack",of:"answer",key:e};this.store.receive({...r,ok:!0}),this.answering=!0,this.changed();try{await this.ask("POST",`${et(this.snapshot.job)}/input`,{answer:n,key:e,command:Jo()})}catch(i){let{message:s,detail:o}=i;this.answering=!1,this.changed(),this.store.receive({...r,ok:!1,error:o?.problems?.join("; ")||s})}}async retry(){let e={type:"ack",of:"retry"};this.store.receive({...e,ok:!0});try{this.onRetried((await this.ask("POST",`${et(this.snapshot.job)}/retry`,{idempotency_key:Jo()})).id)}catch(n){this.store.receive({...e,ok:!1,error:n.message})}}close(){clearTimeout(this.timer),this.unwatch(),this.store.close()}};function Jo(){let t=crypto.getRandomValues(new Uint8Array(16));return Array.from(t,e=>e.toString(16).padStart(2,"0")).join("")}var ep=50,tp=3e3,np=250,rp=["state","type","text"],ip="queued,running,waiting_input,cancelling";async function ea(t){document.title="Jobs · jobwidgets";let e=new Ri(t);return await e.look(),e.begin(),()=>e.close()}var Ri=class{constructor({main:e,ask:n,connection:r}){this.ask=n,this.subscriptions=r.subscriptions,this.rows=new Map,this.cursor=void 0,this.pages=0,this.filter=new URLSearchParams,this.looking=0,this.clocks=new Set,this.typing=void 0,this.state=Qo("State",[["","All states"],[ip,"Not over"],...Object.entries(Ve)]),this.type=Qo("Type",[["","All types"]]),this.text=d("input","jww-field jww-search",{type:"search",placeholder:"Search","aria-label":"Search in parameters and results"}),this.list=d("ul","jww-board",{"aria-label":"Jobs"}),this.empty=d("div","jww-empty",{hidden:""}),this.trouble=d("p","jww-wrong",{role:"alert"}),this.more=d("button","jww-plain jww-more",{type:"button",hidden:""},"Show more"),this.more.addEventListener("click",()=>this.lookFurther()),this.fromAddress(),e.append(d("div","jww-head",{},d("h1","",{},"Jobs"),d("form","jww-filters",{role:"search"},this.state,this.type,this.text)),this.trouble,this.list,this.empty,this.more),this.fields={state:this.state,type:this.type,text:this.text};for(let i of[this.state,this.type])i.addEventListener("change",()=>this.refilter());this.text.addEventListener("input",()=>{clearTimeout(this.typing),this.typing=setTimeout(()=>this.refilter(),np)}),this.text.form?.addEventListener("submit",i=>{i.preventDefault(),this.refilter()})}fromAddress(){let e=new URLSearchParams(location.search),[n,r,i]=rp.map(s=>e.get(s)??"");this.state.value=n,this.state.selectedIndex<0&&(this.state.value=""),this.offerTypes([r]),this.type.value=r,this.text.value=i,this.filter=this.wanted()}wanted(){let e=new URLSearchParams;return this.state.value&&e.set("state",this.state.value),this.type.value&&e.set("type",this.type.value),this.text.value.trim()&&e.set("text",this.text.value.trim()),e}refilter(){clearTimeout(this.typing);let e=this.wanted();e.toString()!==this.filter.toString()&&(this.filter=e,history.replaceState(null,"",Ft(e)),this.cursor=void 0,this.pages=0,this.lookAgain())}begin(){this.clocks.add(setInterval(()=>!document.hidden&&this.lookAgain(),tp)),this.clocks.add(setInterval(()=>this.tick(),1e3)),this.lookForTypes()}tick(){for(let e of this.rows.values())e.tick()}async lookAgain(){try{await this.look(),O(this.trouble,"")}catch(e){if(!(e instanceof je))throw e;O(this.trouble,e.status?`The list may be old: ${e.message}`:"")}}async look(){let e=++this.looking,n=await this.ask("GET",this.path());if(e!==this.looking)return;let r=new Map;for(let s of n.jobs)r.set(s.id,this.row(s));let i=this.pages?[...this.rows].filter(([s])=>!r.has(s)):[];this.pages||(this.cursor=n.cursor),this.show(new Map([...r,...i]))}async lookFurther(){let e=this.filter;this.more.disabled=!0;try{let n=await this.ask("GET",this.path(this.cursor));if(e!==this.filter)return;this.pages++,this.cursor=n.cursor;let r=new Map(this.rows),i;for(let s of n.jobs)r.has(s.id)||(i??=s.id),r.set(s.id,this.row(s));this.show(r),i&&r.get(i)?.el.querySelector("a")?.focus()}catch(n){if(!(n instanceof je))throw n;O(this.trouble,n.message)}finally{this.more.disabled=!1}}path(e){let n=new URLSearchParams(this.filter);return n.set("limit",String(ep)),e&&n.set("cursor",e),`jobs?${n}`}row(e){let n=this.rows.get(e.id)??Vo(e);return n.unwatch||(n.set(Si(e)),n.over||this.watch(e,n)),n}watch(e,n){let r=()=>{n.unwatch?.(),n.unwatch=null};n.unwatch=this.subscriptions.add(Ai(e),{applied:i=>{n.set(Yo(i)),n.over&&r()},refused:r})}show(e){for(let[r,i]of this.rows)e.has(r)||(i.unwatch?.(),i.el.remove());let n=this.list.firstElementChild;for(let{el:r}of e.values())r===n?n=n.nextElementSibling:this.list.insertBefore(r,n);this.rows=e,this.more.hidden=!this.cursor,this.list.hidden=e.size===0,this.showEmpty(e.size===0)}showEmpty(e){if(this.empty.hidden=!e,!e)return;let n=this.filter.size>0;if(this.empty.dataset.filtered===String(n))return;if(this.empty.dataset.filtered=String(n),!n){let i=d("pre","",{},`import jobwidgets as jw

jw.launch("search", query="What does functools.lru_cache do?")`);this.empty.replaceChildren(d("p","",{},"No jobs yet. In a notebook:"),i);return}let r=d("button","jww-plain",{type:"button"},"Show all jobs");r.addEventListener("click",()=>{for(let i of[this.state,this.type,this.text])i.value="";this.refilter(),this.state.focus()}),this.empty.replaceChildren(d("p","",{},"No job is like that."),r)}async lookForTypes(){try{let{types:e}=await this.ask("GET","types");this.offerTypes(e.map(n=>n.name))}catch(e){if(!(e instanceof je))throw e}}offerTypes(e){let n=new Set([...this.type.options].map(r=>r.value));for(let r of e)n.has(r)||this.type.append(d("option","",{value:r},r))}close(){clearTimeout(this.typing);for(let e of this.clocks)clearInterval(e);for(let e of this.rows.values())e.unwatch?.()}};function Qo(t,e){let n=e.map(([r,i])=>d("option","",{value:r},i));return d("select","jww-field",{"aria-label":t},...n)}h();h();h();h();h();h();h();h();h();h();h();h();var Fe=Object.create(null);Fe.open="0";Fe.close="1";Fe.ping="2";Fe.pong="3";Fe.message="4";Fe.upgrade="5";Fe.noop="6";var ln=Object.create(null);Object.keys(Fe).forEach(t=>{ln[Fe[t]]=t});var un={type:"error",data:"parser error"};var ra=typeof Blob=="function"||typeof Blob<"u"&&Object.prototype.toString.call(Blob)==="[object BlobConstructor]",ia=typeof ArrayBuffer=="function",sa=t=>typeof ArrayBuffer.isView=="function"?ArrayBuffer.isView(t):t&&t.buffer instanceof ArrayBuffer,dn=({type:t,data:e},n,r)=>ra&&e instanceof Blob?n?r(e):ta(e,r):ia&&(e instanceof ArrayBuffer||sa(e))?n?r(e):ta(new Blob([e]),r):r(Fe[t]+(e||"")),ta=(t,e)=>{let n=new FileReader;return n.onload=function(){let r=n.result.split(",")[1];e("b"+(r||""))},n.readAsDataURL(t)};function na(t){return t instanceof Uint8Array?t:t instanceof ArrayBuffer?new Uint8Array(t):new Uint8Array(t.buffer,t.byteOffset,t.byteLength)}var Ni;function oa(t,e){if(ra&&t.data instanceof Blob)return t.data.arrayBuffer().then(na).then(e);if(ia&&(t.data instanceof ArrayBuffer||sa(t.data)))return e(na(t.data));dn(t,!1,n=>{Ni||(Ni=new TextEncoder),e(Ni.encode(n))})}h();h();var aa="ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",pn=typeof Uint8Array>"u"?[]:new Uint8Array(256);for(let t=0;t<aa.length;t++)pn[aa.charCodeAt(t)]=t;var ca=t=>{let e=t.length*.75,n=t.length,r,i=0,s,o,a,c;t[t.length-1]==="="&&(e--,t[t.length-2]==="="&&e--);let p=new ArrayBuffer(e),u=new Uint8Array(p);for(r=0;r<n;r+=4)s=pn[t.charCodeAt(r)],o=pn[t.charCodeAt(r+1)],a=pn[t.charCodeAt(r+2)],c=pn[t.charCodeAt(r+3)],u[i++]=s<<2|o>>4,u[i++]=(o&15)<<4|a>>2,u[i++]=(a&3)<<6|c&63;return p};var sp=typeof ArrayBuffer=="function",hn=(t,e)=>{if(typeof t!="string")return{type:"message",data:la(t,e)};let n=t.charAt(0);return n==="b"?{type:"message",data:op(t.substring(1),e)}:ln[n]?t.length>1?{type:ln[n],data:t.substring(1)}:{type:ln[n]}:un},op=(t,e)=>{if(sp){let n=ca(t);return la(n,e)}else return{base64:!0,data:t}},la=(t,e)=>e==="blob"?t instanceof Blob?t:new Blob([t]):t instanceof ArrayBuffer?t:t.buffer;var ua="",da=(t,e)=>{let n=t.length,r=new Array(n),i=0;t.forEach((s,o)=>{dn(s,!1,a=>{r[o]=a,++i===n&&e(r.join(ua))})})},pa=(t,e)=>{let n=t.split(ua),r=[];for(let i=0;i<n.length;i++){let s=hn(n[i],e);if(r.push(s),s.type==="error")break}return r};function ha(){return new TransformStream({transform(t,e){oa(t,n=>{let r=n.length,i;if(r<126)i=new Uint8Array(1),new DataView(i.buffer).setUint8(0,r);else if(r<65536){i=new Uint8Array(3);let s=new DataView(i.buffer);s.setUint8(0,126),s.setUint16(1,r)}else{i=new Uint8Array(9);let s=new DataView(i.buffer);s.setUint8(0,127),s.setBigUint64(1,BigInt(r))}t.data&&typeof t.data!="string"&&(i[0]|=128),e.enqueue(i),e.enqueue(n)})}})}var Oi;function ir(t){return t.reduce((e,n)=>e+n.length,0)}function sr(t,e){if(t[0].length===e)return t.shift();let n=new Uint8Array(e),r=0;for(let i=0;i<e;i++)n[i]=t[0][r++],r===t[0].length&&(t.shift(),r=0);return t.length&&r<t[0].length&&(t[0]=t[0].slice(r)),n}function fa(t,e){Oi||(Oi=new TextDecoder);let n=[],r=0,i=-1,s=!1;return new TransformStream({transform(o,a){for(n.push(o);;){if(r===0){if(ir(n)<1)break;let c=sr(n,1);s=(c[0]&128)===128,i=c[0]&127,i<126?r=3:i===126?r=1:r=2}else if(r===1){if(ir(n)<2)break;let c=sr(n,2);i=new DataView(c.buffer,c.byteOffset,c.length).getUint16(0),r=3}else if(r===2){if(ir(n)<8)break;let c=sr(n,8),p=new DataView(c.buffer,c.byteOffset,c.length),u=p.getUint32(0);if(u>Math.pow(2,21)-1){a.enqueue(un);break}i=u*Math.pow(2,32)+p.getUint32(4),r=3}else{if(ir(n)<i)break;let c=sr(n,i);a.enqueue(hn(s?c:Oi.decode(c),e)),r=0}if(i===0||i>t){a.enqueue(un);break}}}})}var Ci=4;h();function ae(t){if(t)return ap(t)}function ap(t){for(var e in ae.prototype)t[e]=ae.prototype[e];return t}ae.prototype.on=ae.prototype.addEventListener=function(t,e){return this._callbacks=this._callbacks||{},(this._callbacks["$"+t]=this._callbacks["$"+t]||[]).push(e),this};ae.prototype.once=function(t,e){function n(){this.off(t,n),e.apply(this,arguments)}return n.fn=e,this.on(t,n),this};ae.prototype.off=ae.prototype.removeListener=ae.prototype.removeAllListeners=ae.prototype.removeEventListener=function(t,e){if(this._callbacks=this._callbacks||{},arguments.length==0)return this._callbacks={},this;var n=this._callbacks["$"+t];if(!n)return this;if(arguments.length==1)return delete this._callbacks["$"+t],this;for(var r,i=0;i<n.length;i++)if(r=n[i],r===e||r.fn===e){n.splice(i,1);break}return n.length===0&&delete this._callbacks["$"+t],this};ae.prototype.emit=function(t){this._callbacks=this._callbacks||{};for(var e=new Array(arguments.length-1),n=this._callbacks["$"+t],r=1;r<arguments.length;r++)e[r-1]=arguments[r];if(n){n=n.slice(0);for(var r=0,i=n.length;r<i;++r)n[r].apply(this,e)}return this};ae.prototype.emitReserved=ae.prototype.emit;ae.prototype.listeners=function(t){return this._callbacks=this._callbacks||{},this._callbacks["$"+t]||[]};ae.prototype.hasListeners=function(t){return!!this.listeners(t).length};h();h();var nt=typeof Promise=="function"&&typeof Promise.resolve=="function"?e=>Promise.resolve().then(e):(e,n)=>n(e,0),Te=typeof self<"u"?self:typeof window<"u"?window:Function("return this")(),ga="arraybuffer";function or(t,...e){return e.reduce((n,r)=>(t.hasOwnProperty(r)&&(n[r]=t[r]),n),{})}var cp=Te.setTimeout,lp=Te.clearTimeout;function rt(t,e){e.useNativeTimers?(t.setTimeoutFn=cp.bind(Te),t.clearTimeoutFn=lp.bind(Te)):(t.setTimeoutFn=Te.setTimeout.bind(Te),t.clearTimeoutFn=Te.clearTimeout.bind(Te))}var up=1.33;function ma(t){return typeof t=="string"?dp(t):Math.ceil((t.byteLength||t.size)*up)}function dp(t){let e=0,n=0;for(let r=0,i=t.length;r<i;r++)e=t.charCodeAt(r),e<128?n+=1:e<2048?n+=2:e<55296||e>=57344?n+=3:(r++,n+=4);return n}function ar(){return Date.now().toString(36).substring(3)+Math.random().toString(36).substring(2,5)}h();function wa(t){let e="";for(let n in t)t.hasOwnProperty(n)&&(e.length&&(e+="&"),e+=encodeURIComponent(n)+"="+encodeURIComponent(t[n]));return e}function ba(t){let e={},n=t.split("&");for(let r=0,i=n.length;r<i;r++){let s=n[r].split("=");e[decodeURIComponent(s[0])]=decodeURIComponent(s.slice(1).join("="))}return e}var cr=class extends Error{constructor(e,n,r){super(e),this.description=n,this.context=r,this.type="TransportError"}},it=class extends ae{constructor(e){super(),this.writable=!1,rt(this,e),this.opts=e,this.query=e.query,this.socket=e.socket,this.supportsBinary=!e.forceBase64}onError(e,n,r){return super.emitReserved("error",new cr(e,n,r)),this}open(){return this.readyState="opening",this.doOpen(),this}close(){return(this.readyState==="opening"||this.readyState==="open")&&(this.doClose(),this.onClose()),this}send(e){this.readyState==="open"&&this.write(e)}onOpen(){this.readyState="open",this.writable=!0,super.emitReserved("open")}onData(e){let n=hn(e,this.socket.binaryType);this.onPacket(n)}onPacket(e){super.emitReserved("packet",e)}onClose(e){this.readyState="closed",super.emitReserved("close",e)}pause(e){}createUri(e,n={}){return e+"://"+this._hostname()+this._port()+this.opts.path+this._query(n)}_hostname(){let e=this.opts.hostname;return e.indexOf(":")===-1?e:"["+e+"]"}_port(){return this.opts.port&&(this.opts.secure&&Number(this.opts.port)!==443||!this.opts.secure&&Number(this.opts.port)!==80)?":"+this.opts.port:""}_query(e){let n=wa(e);return n.length?"?"+n:""}};var fn=class extends it{constructor(){super(...arguments),this._polling=!1}get name(){return"polling"}doOpen(){this._poll()}pause(e){this.readyState="pausing";let n=()=>{this.readyState="paused",e()};if(this._polling||!this.writable){let r=0;this._polling&&(r++,this.once("pollComplete",function(){--r||n()})),this.writable||(r++,this.once("drain",function(){--r||n()}))}else n()}_poll(){this._polling=!0,this.doPoll(),this.emitReserved("poll")}onData(e){let n=r=>{if(this.readyState==="opening"&&r.type==="open"&&this.onOpen(),r.type==="close")return this.onClose({description:"transport closed by the server"}),!1;this.onPacket(r)};pa(e,this.socket.binaryType).forEach(n),this.readyState!=="closed"&&(this._polling=!1,this.emitReserved("pollComplete"),this.readyState==="open"&&this._poll())}doClose(){let e=()=>{this.write([{type:"close"}])};this.readyState==="open"?e():this.once("open",e)}write(e){this.writable=!1,da(e,n=>{this.doWrite(n,()=>{this.writable=!0,this.emitReserved("drain")})})}uri(){let e=this.opts.secure?"https":"http",n=this.query||{};return this.opts.timestampRequests!==!1&&(n[this.opts.timestampParam]=ar()),!this.supportsBinary&&!n.sid&&(n.b64=1),this.createUri(e,n)}};h();var ya=!1;try{ya=typeof XMLHttpRequest<"u"&&"withCredentials"in new XMLHttpRequest}catch{}var xa=ya;function pp(){}var Li=class extends fn{constructor(e){if(super(e),typeof location<"u"){let n=location.protocol==="https:",r=location.port;r||(r=n?"443":"80"),this.xd=typeof location<"u"&&e.hostname!==location.hostname||r!==e.port}}doWrite(e,n){let r=this.request({method:"POST",data:e});r.on("success",n),r.on("error",(i,s)=>{this.onError("xhr post error",i,s)})}doPoll(){let e=this.request();e.on("data",this.onData.bind(this)),e.on("error",(n,r)=>{this.onError("xhr poll error",n,r)}),this.pollXhr=e}},ut=class t extends ae{constructor(e,n,r){super(),this.createRequest=e,rt(this,r),this._opts=r,this._method=r.method||"GET",this._uri=n,this._data=r.data!==void 0?r.data:null,this._create()}_create(){var e;let n=or(this._opts,"agent","pfx","key","passphrase","cert","ca","ciphers","rejectUnauthorized","autoUnref");n.xdomain=!!this._opts.xd;let r=this._xhr=this.createRequest(n);try{r.open(this._method,this._uri,!0);try{if(this._opts.extraHeaders){r.setDisableHeaderCheck&&r.setDisableHeaderCheck(!0);for(let i in this._opts.extraHeaders)this._opts.extraHeaders.hasOwnProperty(i)&&r.setRequestHeader(i,this._opts.extraHeaders[i])}}catch{}if(this._method==="POST")try{r.setRequestHeader("Content-type","text/plain;charset=UTF-8")}catch{}try{r.setRequestHeader("Accept","*/*")}catch{}(e=this._opts.cookieJar)===null||e===void 0||e.addCookies(r),"withCredentials"in r&&(r.withCredentials=this._opts.withCredentials),this._opts.requestTimeout&&(r.timeout=this._opts.requestTimeout),r.onreadystatechange=()=>{var i;r.readyState===3&&((i=this._opts.cookieJar)===null||i===void 0||i.parseCookies(r.getResponseHeader("set-cookie"))),r.readyState===4&&(r.status===200||r.status===1223?this._onLoad():this.setTimeoutFn(()=>{this._onError(typeof r.status=="number"?r.status:0)},0))},r.send(this._data)}catch(i){this.setTimeoutFn(()=>{this._onError(i)},0);return}typeof document<"u"&&(this._index=t.requestsCount++,t.requests[this._index]=this)}_onError(e){this.emitReserved("error",e,this._xhr),this._cleanup(!0)}_cleanup(e){if(!(typeof this._xhr>"u"||this._xhr===null)){if(this._xhr.onreadystatechange=pp,e)try{this._xhr.abort()}catch{}typeof document<"u"&&delete t.requests[this._index],this._xhr=null}}_onLoad(){let e=this._xhr.responseText;e!==null&&(this.emitReserved("data",e),this.emitReserved("success"),this._cleanup())}abort(){this._cleanup()}};ut.requestsCount=0;ut.requests={};if(typeof document<"u"){if(typeof attachEvent=="function")attachEvent("onunload",_a);else if(typeof addEventListener=="function"){let t="onpagehide"in Te?"pagehide":"unload";addEventListener(t,_a,!1)}}function _a(){for(let t in ut.requests)ut.requests.hasOwnProperty(t)&&ut.requests[t].abort()}var hp=(function(){let t=ka({xdomain:!1});return t&&t.responseType!==null})(),dt=class extends Li{constructor(e){super(e);let n=e&&e.forceBase64;this.supportsBinary=hp&&!n}request(e={}){return Object.assign(e,{xd:this.xd},this.opts),new ut(ka,this.uri(),e)}};function ka(t){let e=t.xdomain;try{if(typeof XMLHttpRequest<"u"&&(!e||xa))return new XMLHttpRequest}catch{}if(!e)try{return new Te[["Active"].concat("Object").join("X")]("Microsoft.XMLHTTP")}catch{}}h();var Ea=typeof navigator<"u"&&typeof navigator.product=="string"&&navigator.product.toLowerCase()==="reactnative",Mi=class extends it{get name(){return"websocket"}doOpen(){let e=this.uri(),n=this.opts.protocols,r=Ea?{}:or(this.opts,"agent","perMessageDeflate","pfx","key","passphrase","cert","ca","ciphers","rejectUnauthorized","localAddress","protocolVersion","origin","maxPayload","family","checkServerIdentity");this.opts.extraHeaders&&(r.headers=this.opts.extraHeaders);try{this.ws=this.createSocket(e,n,r)}catch(i){return this.emitReserved("error",i)}this.ws.binaryType=this.socket.binaryType,this.addEventListeners()}addEventListeners(){this.ws.onopen=()=>{this.opts.autoUnref&&this.ws._socket.unref(),this.onOpen()},this.ws.onclose=e=>this.onClose({description:"websocket connection closed",context:e}),this.ws.onmessage=e=>this.onData(e.data),this.ws.onerror=e=>this.onError("websocket error",e)}write(e){this.writable=!1;for(let n=0;n<e.length;n++){let r=e[n],i=n===e.length-1;dn(r,this.supportsBinary,s=>{try{this.doWrite(r,s)}catch{}i&&nt(()=>{this.writable=!0,this.emitReserved("drain")},this.setTimeoutFn)})}}doClose(){typeof this.ws<"u"&&(this.ws.onerror=()=>{},this.ws.close(),this.ws=null)}uri(){let e=this.opts.secure?"wss":"ws",n=this.query||{};return this.opts.timestampRequests&&(n[this.opts.timestampParam]=ar()),this.supportsBinary||(n.b64=1),this.createUri(e,n)}},Ii=Te.WebSocket||Te.MozWebSocket,pt=class extends Mi{createSocket(e,n,r){return Ea?new Ii(e,n,r):n?new Ii(e,n):new Ii(e)}doWrite(e,n){this.ws.send(n)}};h();var qt=class extends it{get name(){return"webtransport"}doOpen(){try{this._transport=new WebTransport(this.createUri("https"),this.opts.transportOptions[this.name])}catch(e){return this.emitReserved("error",e)}this._transport.closed.then(()=>{this.onClose()}).catch(e=>{this.onError("webtransport error",e)}),this._transport.ready.then(()=>{this._transport.createBidirectionalStream().then(e=>{let n=fa(Number.MAX_SAFE_INTEGER,this.socket.binaryType),r=e.readable.pipeThrough(n).getReader(),i=ha();i.readable.pipeTo(e.writable),this._writer=i.writable.getWriter();let s=()=>{r.read().then(({done:a,value:c})=>{a||(this.onPacket(c),s())}).catch(a=>{})};s();let o={type:"open"};this.query.sid&&(o.data=`{"sid":"${this.query.sid}"}`),this._writer.write(o).then(()=>this.onOpen())})})}write(e){this.writable=!1;for(let n=0;n<e.length;n++){let r=e[n],i=n===e.length-1;this._writer.write(r).then(()=>{i&&nt(()=>{this.writable=!0,this.emitReserved("drain")},this.setTimeoutFn)})}}doClose(){var e;(e=this._transport)===null||e===void 0||e.close()}};var Di={websocket:pt,webtransport:qt,polling:dt};h();var fp=/^(?:(?![^:@\/?#]+:[^:@\/]*@)(http|https|ws|wss):\/\/)?((?:(([^:@\/?#]*)(?::([^:@\/?#]*))?)?@)?((?:[a-f0-9]{0,4}:){2,7}[a-f0-9]{0,4}|[^:\/?#]*)(?::(\d*))?)(((\/(?:[^?#](?![^?#\/]*\.[^?#\/.]+(?:[?#]|$)))*\/?)?([^?#\/]*))(?:\?([^#]*))?(?:#(.*))?)/,gp=["source","protocol","authority","userInfo","user","password","host","port","relative","path","directory","file","query","anchor"];function Ht(t){if(t.length>8e3)throw"URI too long";let e=t,n=t.indexOf("["),r=t.indexOf("]");n!=-1&&r!=-1&&(t=t.substring(0,n)+t.substring(n,r).replace(/:/g,";")+t.substring(r,t.length));let i=fp.exec(t||""),s={},o=14;for(;o--;)s[gp[o]]=i[o]||"";return n!=-1&&r!=-1&&(s.source=e,s.host=s.host.substring(1,s.host.length-1).replace(/;/g,":"),s.authority=s.authority.replace("[","").replace("]","").replace(/;/g,":"),s.ipv6uri=!0),s.pathNames=mp(s,s.path),s.queryKey=wp(s,s.query),s}function mp(t,e){let n=/\/{2,9}/g,r=e.replace(n,"/").split("/");return(e.slice(0,1)=="/"||e.length===0)&&r.splice(0,1),e.slice(-1)=="/"&&r.splice(r.length-1,1),r}function wp(t,e){let n={};return e.replace(/(?:^|&)([^&=]*)=?([^&]*)/g,function(r,i,s){i&&(n[i]=s)}),n}var $i=typeof addEventListener=="function"&&typeof removeEventListener=="function",lr=[];$i&&addEventListener("offline",()=>{lr.forEach(t=>t())},!1);var _t=class t extends ae{constructor(e,n={}){var r,i;if(super(),this.binaryType=ga,this.writeBuffer=[],this._prevBufferLen=0,this._upgrades=[],this._pingInterval=-1,this._pingTimeout=-1,this._maxPayload=-1,this._pingTimeoutTime=1/0,e&&typeof e=="object"&&(n=e,e=null),e){let s=Ht(e);n.hostname=s.host,n.secure=s.protocol==="https"||s.protocol==="wss",n.port=s.port,s.query&&(n.query=s.query)}else n.host&&(n.hostname=Ht(n.host).host);if(rt(this,n),this.secure=n.secure!=null?n.secure:typeof location<"u"&&location.protocol==="https:",n.hostname&&!n.port&&(n.port=this.secure?"443":"80"),this.hostname=n.hostname||(typeof location<"u"?location.hostname:"localhost"),this.port=n.port||(typeof location<"u"&&location.port?location.port:this.secure?"443":"80"),n.transportImplementations&&n.transports)throw new Error("specifying both 'transportImplementations' and 'transports' options is not supported");n.transportImplementations||!((r=n.transports)===null||r===void 0)&&r.length&&typeof n.transports[0]=="function"?(this.transports=[],this._transportsByName=Object.create(null),((i=n.transportImplementations)!==null&&i!==void 0?i:n.transports).forEach(s=>{let o=s.prototype.name;this.transports.push(o),this._transportsByName[o]=s})):(this.transports=n.transports?[...n.transports]:["polling","websocket","webtransport"],this._transportsByName=Di),this.opts=Object.assign({path:"/engine.io",agent:!1,withCredentials:!1,upgrade:!0,timestampParam:"t",rememberUpgrade:!1,addTrailingSlash:!0,rejectUnauthorized:!0,perMessageDeflate:{threshold:1024},transportOptions:{},closeOnBeforeunload:!1},n),this.opts.path=this.opts.path.replace(/\/$/,"")+(this.opts.addTrailingSlash?"/":""),typeof this.opts.query=="string"&&(this.opts.query=ba(this.opts.query)),$i&&(this.opts.closeOnBeforeunload&&(this._beforeunloadEventListener=()=>{this.transport&&(this.transport.removeAllListeners(),this.transport.close())},addEventListener("beforeunload",this._beforeunloadEventListener,!1)),this.hostname!=="localhost"&&(this._offlineEventListener=()=>{this._onClose("transport close",{description:"network connection lost"})},lr.push(this._offlineEventListener))),this.opts.withCredentials&&(this._cookieJar=void 0),this._open()}createTransport(e){let n=Object.assign({},this.opts.query);n.EIO=Ci,n.transport=e,this.id&&(n.sid=this.id);let r=Object.assign({},this.opts,{query:n,socket:this,hostname:this.hostname,secure:this.secure,port:this.port},this.opts.transportOptions[e]);return new this._transportsByName[e](r)}_open(){if(this.transports.length===0){this.setTimeoutFn(()=>{this.emitReserved("error","No transports available")},0);return}let e=this.opts.rememberUpgrade&&t.priorWebsocketSuccess&&this.transports.indexOf("websocket")!==-1?"websocket":this.transports[0];this.readyState="opening";let n=this.createTransport(e);n.open(),this.setTransport(n)}setTransport(e){this.transport&&this.transport.removeAllListeners(),this.transport=e,e.on("drain",this._onDrain.bind(this)).on("packet",this._onPacket.bind(this)).on("error",this._onError.bind(this)).on("close",n=>this._onClose("transport close",n))}_probe(e){let n=this.createTransport(e),r=!1;t.priorWebsocketSuccess=!1;let i=()=>{r||(n.send([{type:"ping",data:"probe"}]),n.once("packet",w=>{if(!r)if(w.type==="pong"&&w.data==="probe"){if(this.upgrading=!0,this.emitReserved("upgrading",n),!n)return;t.priorWebsocketSuccess=n.name==="websocket",this.transport.pause(()=>{r||this.readyState!=="closed"&&(u(),this.setTransport(n),n.send([{type:"upgrade"}]),this.emitReserved("upgrade",n),n=null,this.upgrading=!1,this.flush())})}else{let m=new Error("probe error");m.transport=n.name,this.emitReserved("upgradeError",m)}}))};function s(){r||(r=!0,u(),n.close(),n=null)}let o=w=>{let m=new Error("probe error: "+w);m.transport=n.name,s(),this.emitReserved("upgradeError",m)};function a(){o("transport closed")}function c(){o("socket closed")}function p(w){n&&w.name!==n.name&&s()}let u=()=>{n.removeListener("open",i),n.removeListener("error",o),n.removeListener("close",a),this.off("close",c),this.off("upgrading",p)};n.once("open",i),n.once("error",o),n.once("close",a),this.once("close",c),this.once("upgrading",p),this._upgrades.indexOf("webtransport")!==-1&&e!=="webtransport"?this.setTimeoutFn(()=>{r||n.open()},200):n.open()}onOpen(){if(this.readyState="open",t.priorWebsocketSuccess=this.transport.name==="websocket",this.emitReserved("open"),this.flush(),this.readyState==="open"&&this.opts.upgrade)for(let e=0;e<this._upgrades.length;e++)this._probe(this._upgrades[e])}_onPacket(e){if(this.readyState==="opening"||this.readyState==="open"||this.readyState==="closing")switch(this.emitReserved("packet",e),this.emitReserved("heartbeat"),e.type){case"open":this.onHandshake(JSON.parse(e.data));break;case"ping":this._sendPacket("pong"),this.emitReserved("ping"),this.emitReserved("pong"),this._resetPingTimeout();break;case"error":let n=new Error("server error");n.code=e.data,this._onError(n);break;case"message":this.emitReserved("data",e.data),this.emitReserved("message",e.data);break}}onHandshake(e){this.emitReserved("handshake",e),this.id=e.sid,this.transport.query.sid=e.sid,this._upgrades=this._filterUpgrades(e.upgrades),this._pingInterval=e.pingInterval,this._pingTimeout=e.pingTimeout,this._maxPayload=e.maxPayload,this.onOpen(),this.readyState!=="closed"&&this._resetPingTimeout()}_resetPingTimeout(){this.clearTimeoutFn(this._pingTimeoutTimer);let e=this._pingInterval+this._pingTimeout;this._pingTimeoutTime=Date.now()+e,this._pingTimeoutTimer=this.setTimeoutFn(()=>{this._onClose("ping timeout")},e),this.opts.autoUnref&&this._pingTimeoutTimer.unref()}_onDrain(){this.writeBuffer.splice(0,this._prevBufferLen),this._prevBufferLen=0,this.writeBuffer.length===0?this.emitReserved("drain"):this.flush()}flush(){if(this.readyState!=="closed"&&this.transport.writable&&!this.upgrading&&this.writeBuffer.length){let e=this._getWritablePackets();this.transport.send(e),this._prevBufferLen=e.length,this.emitReserved("flush")}}_getWritablePackets(){if(!(this._maxPayload&&this.transport.name==="polling"&&this.writeBuffer.length>1))return this.writeBuffer;let n=1;for(let r=0;r<this.writeBuffer.length;r++){let i=this.writeBuffer[r].data;if(i&&(n+=ma(i)),r>0&&n>this._maxPayload)return this.writeBuffer.slice(0,r);n+=2}return this.writeBuffer}_hasPingExpired(){if(!this._pingTimeoutTime)return!0;let e=Date.now()>this._pingTimeoutTime;return e&&(this._pingTimeoutTime=0,nt(()=>{this._onClose("ping timeout")},this.setTimeoutFn)),e}write(e,n,r){return this._sendPacket("message",e,n,r),this}send(e,n,r){return this._sendPacket("message",e,n,r),this}_sendPacket(e,n,r,i){if(typeof n=="function"&&(i=n,n=void 0),typeof r=="function"&&(i=r,r=null),this.readyState==="closing"||this.readyState==="closed")return;r=r||{},r.compress=r.compress!==!1;let s={type:e,data:n,options:r};this.emitReserved("packetCreate",s),this.writeBuffer.push(s),i&&this.once("flush",i),this.flush()}close(){let e=()=>{this._onClose("forced close"),this.transport.close()},n=()=>{this.off("upgrade",n),this.off("upgradeError",n),e()},r=()=>{this.once("upgrade",n),this.once("upgradeError",n)};return(this.readyState==="opening"||this.readyState==="open")&&(this.readyState="closing",this.writeBuffer.length?this.once("drain",()=>{this.upgrading?r():e()}):this.upgrading?r():e()),this}_onError(e){if(t.priorWebsocketSuccess=!1,this.opts.tryAllTransports&&this.transports.length>1&&this.readyState==="opening")return this.transports.shift(),this._open();this.emitReserved("error",e),this._onClose("transport error",e)}_onClose(e,n){if(this.readyState==="opening"||this.readyState==="open"||this.readyState==="closing"){if(this.clearTimeoutFn(this._pingTimeoutTimer),this.transport.removeAllListeners("close"),this.transport.close(),this.transport.removeAllListeners(),$i&&(this._beforeunloadEventListener&&removeEventListener("beforeunload",this._beforeunloadEventListener,!1),this._offlineEventListener)){let r=lr.indexOf(this._offlineEventListener);r!==-1&&lr.splice(r,1)}this.readyState="closed",this.id=null,this.emitReserved("close",e,n),this.writeBuffer=[],this._prevBufferLen=0}}_filterUpgrades(e){let n=[];for(let r=0;r<e.length;r++)~this.transports.indexOf(e[r])&&n.push(e[r]);return n}};_t.protocol=Ci;h();var _x=_t.protocol;function va(t,e="",n){let r=t;n=n||typeof location<"u"&&location,t==null&&(t=n.protocol+"//"+n.host),typeof t=="string"&&(t.charAt(0)==="/"&&(t.charAt(1)==="/"?t=n.protocol+t:t=n.host+t),/^(https?|wss?):\/\//.test(t)||(typeof n<"u"?t=n.protocol+"//"+t:t="https://"+t),r=Ht(t)),r.port||(/^(http|ws)$/.test(r.protocol)?r.port="80":/^(http|ws)s$/.test(r.protocol)&&(r.port="443")),r.path=r.path||"/";let s=r.host.indexOf(":")!==-1?"["+r.host+"]":r.host;return r.id=r.protocol+"://"+s+":"+r.port+e,r.href=r.protocol+"://"+s+(n&&n.port===r.port?"":":"+r.port),r}h();h();var Fi={};dd(Fi,{Decoder:()=>Ui,Encoder:()=>Bi,PacketType:()=>V,isPacketValid:()=>Tp,protocol:()=>Ra});h();h();h();var yp=typeof ArrayBuffer=="function",xp=t=>typeof ArrayBuffer.isView=="function"?ArrayBuffer.isView(t):t.buffer instanceof ArrayBuffer,ja=Object.prototype.toString,_p=typeof Blob=="function"||typeof Blob<"u"&&ja.call(Blob)==="[object BlobConstructor]",kp=typeof File=="function"||typeof File<"u"&&ja.call(File)==="[object FileConstructor]";function mn(t){return yp&&(t instanceof ArrayBuffer||xp(t))||_p&&t instanceof Blob||kp&&t instanceof File}function gn(t,e){if(!t||typeof t!="object")return!1;if(Array.isArray(t)){for(let n=0,r=t.length;n<r;n++)if(gn(t[n]))return!0;return!1}if(mn(t))return!0;if(t.toJSON&&typeof t.toJSON=="function"&&arguments.length===1)return gn(t.toJSON(),!0);for(let n in t)if(Object.prototype.hasOwnProperty.call(t,n)&&gn(t[n]))return!0;return!1}function Ta(t){let e=[],n=t.data,r=t;return r.data=ur(n,e),r.attachments=e.length,{packet:r,buffers:e}}function ur(t,e,n){if(!t)return t;if(mn(t)){let r={_placeholder:!0,num:e.length};return e.push(t),r}else if(Array.isArray(t)){let r=new Array(t.length);for(let i=0;i<t.length;i++)r[i]=ur(t[i],e);return r}else if(typeof t=="object"&&!(t instanceof Date)){if(t.toJSON&&typeof t.toJSON=="function"&&!n)return ur(t.toJSON(),e,!0);let r={};for(let i in t)Object.prototype.hasOwnProperty.call(t,i)&&(r[i]=ur(t[i],e));return r}return t}function Sa(t,e){return t.data=Pi(t.data,e),delete t.attachments,t}function Pi(t,e){if(!t)return t;if(t&&t._placeholder===!0){if(typeof t.num=="number"&&t.num>=0&&t.num<e.length)return e[t.num];throw new Error("illegal attachments")}else if(Array.isArray(t))for(let n=0;n<t.length;n++)t[n]=Pi(t[n],e);else if(typeof t=="object")for(let n in t)Object.prototype.hasOwnProperty.call(t,n)&&(t[n]=Pi(t[n],e));return t}var Aa=["connect","connect_error","disconnect","disconnecting","newListener","removeListener"],Ra=5,V;(function(t){t[t.CONNECT=0]="CONNECT",t[t.DISCONNECT=1]="DISCONNECT",t[t.EVENT=2]="EVENT",t[t.ACK=3]="ACK",t[t.CONNECT_ERROR=4]="CONNECT_ERROR",t[t.BINARY_EVENT=5]="BINARY_EVENT",t[t.BINARY_ACK=6]="BINARY_ACK"})(V||(V={}));var Bi=class{constructor(e){this.replacer=e}encode(e){return(e.type===V.EVENT||e.type===V.ACK)&&gn(e)?this.encodeAsBinary({type:e.type===V.EVENT?V.BINARY_EVENT:V.BINARY_ACK,nsp:e.nsp,data:e.data,id:e.id}):[this.encodeAsString(e)]}encodeAsString(e){let n=""+e.type;return(e.type===V.BINARY_EVENT||e.type===V.BINARY_ACK)&&(n+=e.attachments+"-"),e.nsp&&e.nsp!=="/"&&(n+=e.nsp+","),e.id!=null&&(n+=e.id),e.data!=null&&(n+=JSON.stringify(e.data,this.replacer)),n}encodeAsBinary(e){let n=Ta(e),r=this.encodeAsString(n.packet),i=n.buffers;return i.unshift(r),i}},Ui=class t extends ae{constructor(e){super(),this.opts=Object.assign({reviver:void 0,maxAttachments:10},typeof e=="function"?{reviver:e}:e)}add(e){let n;if(typeof e=="string"){if(this.reconstructor)throw new Error("got plaintext data when reconstructing a packet");n=this.decodeString(e);let r=n.type===V.BINARY_EVENT;r||n.type===V.BINARY_ACK?(n.type=r?V.EVENT:V.ACK,this.reconstructor=new zi(n)):super.emitReserved("decoded",n)}else if(mn(e)||e.base64)if(this.reconstructor)n=this.reconstructor.takeBinaryData(e),n&&(this.reconstructor=null,super.emitReserved("decoded",n));else throw new Error("got binary data when not reconstructing a packet");else throw new Error("Unknown type: "+e)}decodeString(e){let n=0,r={type:Number(e.charAt(0))};if(V[r.type]===void 0)throw new Error("unknown packet type "+r.type);if(r.type===V.BINARY_EVENT||r.type===V.BINARY_ACK){let s=n+1;for(;e.charAt(++n)!=="-"&&n!=e.length;);let o=e.substring(s,n);if(o!=Number(o)||e.charAt(n)!=="-")throw new Error("Illegal attachments");let a=Number(o);if(!Na(a)||a<1)throw new Error("Illegal attachments");if(a>this.opts.maxAttachments)throw new Error("too many attachments");r.attachments=a}if(e.charAt(n+1)==="/"){let s=n+1;for(;++n&&!(e.charAt(n)===","||n===e.length););r.nsp=e.substring(s,n)}else r.nsp="/";let i=e.charAt(n+1);if(i!==""&&Number(i)==i){let s=n+1;for(;++n;){let o=e.charAt(n);if(o==null||Number(o)!=o){--n;break}if(n===e.length)break}r.id=Number(e.substring(s,n+1))}if(e.charAt(++n)){let s=this.tryParse(e.substr(n));if(t.isPayloadValid(r.type,s))r.data=s;else throw new Error("invalid payload")}return r}tryParse(e){try{return JSON.parse(e,this.opts.reviver)}catch{return!1}}static isPayloadValid(e,n){switch(e){case V.CONNECT:return dr(n);case V.DISCONNECT:return n===void 0;case V.CONNECT_ERROR:return typeof n=="string"||dr(n);case V.EVENT:case V.BINARY_EVENT:return Array.isArray(n)&&(typeof n[0]=="number"||typeof n[0]=="string"&&Aa.indexOf(n[0])===-1);case V.ACK:case V.BINARY_ACK:return Array.isArray(n)}}destroy(){this.reconstructor&&(this.reconstructor.finishedReconstruction(),this.reconstructor=null)}},zi=class{constructor(e){this.packet=e,this.buffers=[],this.reconPack=e}takeBinaryData(e){if(this.buffers.push(e),this.buffers.length===this.reconPack.attachments){let n=Sa(this.reconPack,this.buffers);return this.finishedReconstruction(),n}return null}finishedReconstruction(){this.reconPack=null,this.buffers=[]}};function Ep(t){return typeof t=="string"}var Na=Number.isInteger||function(t){return typeof t=="number"&&isFinite(t)&&Math.floor(t)===t};function vp(t){return t===void 0||Na(t)}function dr(t){return Object.prototype.toString.call(t)==="[object Object]"}function jp(t,e){switch(t){case V.CONNECT:return e===void 0||dr(e);case V.DISCONNECT:return e===void 0;case V.EVENT:return Array.isArray(e)&&(typeof e[0]=="number"||typeof e[0]=="string"&&Aa.indexOf(e[0])===-1);case V.ACK:return Array.isArray(e);case V.CONNECT_ERROR:return typeof e=="string"||dr(e);default:return!1}}function Tp(t){return Ep(t.nsp)&&vp(t.id)&&jp(t.type,t.data)}h();function Re(t,e,n){return t.on(e,n),function(){t.off(e,n)}}var Sp=Object.freeze({connect:1,connect_error:1,disconnect:1,disconnecting:1,newListener:1,removeListener:1}),Wt=class extends ae{constructor(e,n,r){super(),this.connected=!1,this.recovered=!1,this.receiveBuffer=[],this.sendBuffer=[],this._queue=[],this._queueSeq=0,this.ids=0,this.acks={},this.flags={},this.io=e,this.nsp=n,r&&r.auth&&(this.auth=r.auth),this._opts=Object.assign({},r),this.io._autoConnect&&this.open()}get disconnected(){return!this.connected}subEvents(){if(this.subs)return;let e=this.io;this.subs=[Re(e,"open",this.onopen.bind(this)),Re(e,"packet",this.onpacket.bind(this)),Re(e,"error",this.onerror.bind(this)),Re(e,"close",this.onclose.bind(this))]}get active(){return!!this.subs}connect(){return this.connected?this:(this.subEvents(),this.io._reconnecting||this.io.open(),this.io._readyState==="open"&&this.onopen(),this)}open(){return this.connect()}send(...e){return e.unshift("message"),this.emit.apply(this,e),this}emit(e,...n){var r,i,s;if(Sp.hasOwnProperty(e))throw new Error('"'+e.toString()+'" is a reserved event name');if(n.unshift(e),this._opts.retries&&!this.flags.fromQueue&&!this.flags.volatile)return this._addToQueue(n),this;let o={type:V.EVENT,data:n};if(o.options={},o.options.compress=this.flags.compress!==!1,typeof n[n.length-1]=="function"){let u=this.ids++,w=n.pop();this._registerAckCallback(u,w),o.id=u}let a=(i=(r=this.io.engine)===null||r===void 0?void 0:r.transport)===null||i===void 0?void 0:i.writable,c=this.connected&&!(!((s=this.io.engine)===null||s===void 0)&&s._hasPingExpired());return this.flags.volatile&&!a||(c?(this.notifyOutgoingListeners(o),this.packet(o)):this.sendBuffer.push(o)),this.flags={},this}_registerAckCallback(e,n){var r;let i=(r=this.flags.timeout)!==null&&r!==void 0?r:this._opts.ackTimeout;if(i===void 0){this.acks[e]=n;return}let s=this.io.setTimeoutFn(()=>{delete this.acks[e];for(let a=0;a<this.sendBuffer.length;a++)this.sendBuffer[a].id===e&&this.sendBuffer.splice(a,1);n.call(this,new Error("operation has timed out"))},i),o=(...a)=>{this.io.clearTimeoutFn(s),n.apply(this,a)};o.withError=!0,this.acks[e]=o}emitWithAck(e,...n){return new Promise((r,i)=>{let s=(o,a)=>o?i(o):r(a);s.withError=!0,n.push(s),this.emit(e,...n)})}_addToQueue(e){let n;typeof e[e.length-1]=="function"&&(n=e.pop());let r={id:this._queueSeq++,tryCount:0,pending:!1,args:e,flags:Object.assign({fromQueue:!0},this.flags)};e.push((i,...s)=>(this._queue[0],i!==null?r.tryCount>this._opts.retries&&(this._queue.shift(),n&&n(i)):(this._queue.shift(),n&&n(null,...s)),r.pending=!1,this._drainQueue())),this._queue.push(r),this._drainQueue()}_drainQueue(e=!1){if(!this.connected||this._queue.length===0)return;let n=this._queue[0];n.pending&&!e||(n.pending=!0,n.tryCount++,this.flags=n.flags,this.emit.apply(this,n.args))}packet(e){e.nsp=this.nsp,this.io._packet(e)}onopen(){typeof this.auth=="function"?this.auth(e=>{this._sendConnectPacket(e)}):this._sendConnectPacket(this.auth)}_sendConnectPacket(e){this.packet({type:V.CONNECT,data:this._pid?Object.assign({pid:this._pid,offset:this._lastOffset},e):e})}onerror(e){this.connected||this.emitReserved("connect_error",e)}onclose(e,n){this.connected=!1,delete this.id,this.emitReserved("disconnect",e,n),this._clearAcks()}_clearAcks(){Object.keys(this.acks).forEach(e=>{if(!this.sendBuffer.some(r=>String(r.id)===e)){let r=this.acks[e];delete this.acks[e],r.withError&&r.call(this,new Error("socket has been disconnected"))}})}onpacket(e){if(e.nsp===this.nsp)switch(e.type){case V.CONNECT:e.data&&e.data.sid?this.onconnect(e.data.sid,e.data.pid):this.emitReserved("connect_error",new Error("It seems you are trying to reach a Socket.IO server in v2.x with a v3.x client, but they are not compatible (more information here: https://socket.io/docs/v3/migrating-from-2-x-to-3-0/)"));break;case V.EVENT:case V.BINARY_EVENT:this.onevent(e);break;case V.ACK:case V.BINARY_ACK:this.onack(e);break;case V.DISCONNECT:this.ondisconnect();break;case V.CONNECT_ERROR:this.destroy();let r=new Error(e.data.message);r.data=e.data.data,this.emitReserved("connect_error",r);break}}onevent(e){let n=e.data||[];e.id!=null&&n.push(this.ack(e.id)),this.connected?this.emitEvent(n):this.receiveBuffer.push(Object.freeze(n))}emitEvent(e){if(this._anyListeners&&this._anyListeners.length){let n=this._anyListeners.slice();for(let r of n)r.apply(this,e)}super.emit.apply(this,e),this._pid&&e.length&&typeof e[e.length-1]=="string"&&(this._lastOffset=e[e.length-1])}ack(e){let n=this,r=!1;return function(...i){r||(r=!0,n.packet({type:V.ACK,id:e,data:i}))}}onack(e){let n=this.acks[e.id];typeof n=="function"&&(delete this.acks[e.id],n.withError&&e.data.unshift(null),n.apply(this,e.data))}onconnect(e,n){this.id=e,this.recovered=n&&this._pid===n,this._pid=n,this.connected=!0,this.emitBuffered(),this._drainQueue(!0),this.emitReserved("connect")}emitBuffered(){this.receiveBuffer.forEach(e=>this.emitEvent(e)),this.receiveBuffer=[],this.sendBuffer.forEach(e=>{this.notifyOutgoingListeners(e),this.packet(e)}),this.sendBuffer=[]}ondisconnect(){this.destroy(),this.onclose("io server disconnect")}destroy(){this.subs&&(this.subs.forEach(e=>e()),this.subs=void 0),this.io._destroy(this)}disconnect(){return this.connected&&this.packet({type:V.DISCONNECT}),this.destroy(),this.connected&&this.onclose("io client disconnect"),this}close(){return this.disconnect()}compress(e){return this.flags.compress=e,this}get volatile(){return this.flags.volatile=!0,this}timeout(e){return this.flags.timeout=e,this}onAny(e){return this._anyListeners=this._anyListeners||[],this._anyListeners.push(e),this}prependAny(e){return this._anyListeners=this._anyListeners||[],this._anyListeners.unshift(e),this}offAny(e){if(!this._anyListeners)return this;if(e){let n=this._anyListeners;for(let r=0;r<n.length;r++)if(e===n[r])return n.splice(r,1),this}else this._anyListeners=[];return this}listenersAny(){return this._anyListeners||[]}onAnyOutgoing(e){return this._anyOutgoingListeners=this._anyOutgoingListeners||[],this._anyOutgoingListeners.push(e),this}prependAnyOutgoing(e){return this._anyOutgoingListeners=this._anyOutgoingListeners||[],this._anyOutgoingListeners.unshift(e),this}offAnyOutgoing(e){if(!this._anyOutgoingListeners)return this;if(e){let n=this._anyOutgoingListeners;for(let r=0;r<n.length;r++)if(e===n[r])return n.splice(r,1),this}else this._anyOutgoingListeners=[];return this}listenersAnyOutgoing(){return this._anyOutgoingListeners||[]}notifyOutgoingListeners(e){if(this._anyOutgoingListeners&&this._anyOutgoingListeners.length){let n=this._anyOutgoingListeners.slice();for(let r of n)r.apply(this,e.data)}}};h();function kt(t){t=t||{},this.ms=t.min||100,this.max=t.max||1e4,this.factor=t.factor||2,this.jitter=t.jitter>0&&t.jitter<=1?t.jitter:0,this.attempts=0}kt.prototype.duration=function(){var t=this.ms*Math.pow(this.factor,this.attempts++);if(this.jitter){var e=Math.random(),n=Math.floor(e*this.jitter*t);t=(Math.floor(e*10)&1)==0?t-n:t+n}return Math.min(t,this.max)|0};kt.prototype.reset=function(){this.attempts=0};kt.prototype.setMin=function(t){this.ms=t};kt.prototype.setMax=function(t){this.max=t};kt.prototype.setJitter=function(t){this.jitter=t};var Gt=class extends ae{constructor(e,n){var r;super(),this.nsps={},this.subs=[],e&&typeof e=="object"&&(n=e,e=void 0),n=n||{},n.path=n.path||"/socket.io",this.opts=n,rt(this,n),this.reconnection(n.reconnection!==!1),this.reconnectionAttempts(n.reconnectionAttempts||1/0),this.reconnectionDelay(n.reconnectionDelay||1e3),this.reconnectionDelayMax(n.reconnectionDelayMax||5e3),this.randomizationFactor((r=n.randomizationFactor)!==null&&r!==void 0?r:.5),this.backoff=new kt({min:this.reconnectionDelay(),max:this.reconnectionDelayMax(),jitter:this.randomizationFactor()}),this.timeout(n.timeout==null?2e4:n.timeout),this._readyState="closed",this.uri=e;let i=n.parser||Fi;this.encoder=new i.Encoder,this.decoder=new i.Decoder,this._autoConnect=n.autoConnect!==!1,this._autoConnect&&this.open()}reconnection(e){return arguments.length?(this._reconnection=!!e,e||(this.skipReconnect=!0),this):this._reconnection}reconnectionAttempts(e){return e===void 0?this._reconnectionAttempts:(this._reconnectionAttempts=e,this)}reconnectionDelay(e){var n;return e===void 0?this._reconnectionDelay:(this._reconnectionDelay=e,(n=this.backoff)===null||n===void 0||n.setMin(e),this)}randomizationFactor(e){var n;return e===void 0?this._randomizationFactor:(this._randomizationFactor=e,(n=this.backoff)===null||n===void 0||n.setJitter(e),this)}reconnectionDelayMax(e){var n;return e===void 0?this._reconnectionDelayMax:(this._reconnectionDelayMax=e,(n=this.backoff)===null||n===void 0||n.setMax(e),this)}timeout(e){return arguments.length?(this._timeout=e,this):this._timeout}maybeReconnectOnOpen(){!this._reconnecting&&this._reconnection&&this.backoff.attempts===0&&this.reconnect()}open(e){if(~this._readyState.indexOf("open"))return this;this.engine=new _t(this.uri,this.opts);let n=this.engine,r=this;this._readyState="opening",this.skipReconnect=!1;let i=Re(n,"open",function(){r.onopen(),e&&e()}),s=a=>{this.cleanup(),this._readyState="closed",this.emitReserved("error",a),e?e(a):this.maybeReconnectOnOpen()},o=Re(n,"error",s);if(this._timeout!==!1){let a=this._timeout,c=this.setTimeoutFn(()=>{i(),s(new Error("timeout")),n.close()},a);this.opts.autoUnref&&c.unref(),this.subs.push(()=>{this.clearTimeoutFn(c)})}return this.subs.push(i),this.subs.push(o),this}connect(e){return this.open(e)}onopen(){this.cleanup(),this._readyState="open",this.emitReserved("open");let e=this.engine;this.subs.push(Re(e,"ping",this.onping.bind(this)),Re(e,"data",this.ondata.bind(this)),Re(e,"error",this.onerror.bind(this)),Re(e,"close",this.onclose.bind(this)),Re(this.decoder,"decoded",this.ondecoded.bind(this)))}onping(){this.emitReserved("ping")}ondata(e){try{this.decoder.add(e)}catch(n){this.onclose("parse error",n)}}ondecoded(e){nt(()=>{this.emitReserved("packet",e)},this.setTimeoutFn)}onerror(e){this.emitReserved("error",e)}socket(e,n){let r=this.nsps[e];return r?this._autoConnect&&!r.active&&r.connect():(r=new Wt(this,e,n),this.nsps[e]=r),r}_destroy(e){let n=Object.keys(this.nsps);for(let r of n)if(this.nsps[r].active)return;this._close()}_packet(e){let n=this.encoder.encode(e);for(let r=0;r<n.length;r++)this.engine.write(n[r],e.options)}cleanup(){this.subs.forEach(e=>e()),this.subs.length=0,this.decoder.destroy()}_close(){this.skipReconnect=!0,this._reconnecting=!1,this.onclose("forced close")}disconnect(){return this._close()}onclose(e,n){var r;this.cleanup(),(r=this.engine)===null||r===void 0||r.close(),this.backoff.reset(),this._readyState="closed",this.emitReserved("close",e,n),this._reconnection&&!this.skipReconnect&&this.reconnect()}reconnect(){if(this._reconnecting||this.skipReconnect)return this;let e=this;if(this.backoff.attempts>=this._reconnectionAttempts)this.backoff.reset(),this.emitReserved("reconnect_failed"),this._reconnecting=!1;else{let n=this.backoff.duration();this._reconnecting=!0;let r=this.setTimeoutFn(()=>{e.skipReconnect||(this.emitReserved("reconnect_attempt",e.backoff.attempts),!e.skipReconnect&&e.open(i=>{i?(e._reconnecting=!1,e.reconnect(),this.emitReserved("reconnect_error",i)):e.onreconnect()}))},n);this.opts.autoUnref&&r.unref(),this.subs.push(()=>{this.clearTimeoutFn(r)})}}onreconnect(){let e=this.backoff.attempts;this._reconnecting=!1,this.backoff.reset(),this.emitReserved("reconnect",e)}};var wn={};function bn(t,e){typeof t=="object"&&(e=t,t=void 0),e=e||{};let n=va(t,e.path||"/socket.io"),r=n.source,i=n.id,s=n.path,o=wn[i]&&s in wn[i].nsps,a=e.forceNew||e["force new connection"]||e.multiplex===!1||o,c;return a?c=new Gt(r,e):(wn[i]||(wn[i]=new Gt(r,e)),c=wn[i]),n.query&&!e.query&&(e.query=n.queryKey),c.socket(n.path,e)}Object.assign(bn,{Manager:Gt,Socket:Wt,io:bn,connect:bn});h();var Ap=5e3,Kt={changed:!1,retry:null};function*yn(t=.2,e=10,n=Math.random){for(let r=t;;r=Math.min(e,r*2))yield r*(.5+n()/2)}var Oa=t=>typeof t=="object"&&t!==null&&typeof t.kind=="string",qi=t=>[t.epoch??0,t.seq??0],Hi=(t,e)=>t[0]-e[0]||t[1]-e[1],pr=class{constructor(e){this.snapshot=e,this.phase="idle",this.wantsRequest=!0,this.ticket=0,this.distrust=!1,this.held=new Map,this.answer=null,this.parts=[],this.delays=yn(.1,5)}get atEnd(){return this.phase==="live"&&!this.wantsRequest&&Me(this.snapshot.state)}request(){this.ticket++,this.phase="asked",this.wantsRequest=!1,this.parts=[];let{job:e,epoch:n,seq:r}=this.snapshot;return this.distrust?{ticket:this.ticket,job:e,epoch:0,seq:0}:{ticket:this.ticket,job:e,epoch:n,seq:r}}lost(e){return e!==void 0&&(e!==this.ticket||this.phase==="live")?Kt:(this.phase="idle",this.parts=[],e===void 0&&this.held.clear(),this.again())}received(e){return e.every(Oa)?this.phase!=="live"?(this.hold(e),Kt):this.advance(e):this.startOver()}acknowledged(e,n){return e!==this.ticket||this.phase!=="asked"?Kt:n.parts?(this.phase="assembling",this.answer=n,Kt):this.adopt(n)}part(e){if(this.phase!=="assembling"||(this.parts.push(e),this.parts.length<this.answer.parts))return Kt;let n=this.parts.join("");this.parts=[];try{return this.adopt({...this.answer,...JSON.parse(n)})}catch(r){if(r instanceof SyntaxError)return this.startOver();throw r}}adopt(e){let n=this.snapshot,r=e.events??[],i=e.snapshot?Zn(e.snapshot):null,s=i?i.epoch:e.epoch??0;if(!r.every(Oa)||!i&&s>n.epoch)return this.startOver();if(s<n.epoch)return this.phase="idle",this.again();i&&(s===n.epoch&&i.seq<n.seq&&this.held.clear(),this.snapshot=i),this.sift(),this.distrust=!1,this.phase="live";let o=this.advance(r),{retry:a}=o;if(a===null){let c=[this.snapshot.epoch,this.snapshot.seq];Hi(c,[s,e.seq??0])<0?a=this.again().retry:this.delays=yn(.1,5)}return{changed:o.changed||i!==null,retry:a}}advance(e){let{epoch:n,seq:r}=this.snapshot,i=[],s=[];for(let a of e){let c=qi(a);c[0]===n&&c[1]===r+1?(i.push(a),r++):Hi(c,[n,r])>0&&s.push(a)}this.hold(s);for(let a;a=this.held.get(`${n}:${r+1}`);r++)this.held.delete(`${n}:${r+1}`),i.push(a);i.length&&(this.snapshot=Po(this.snapshot,i),this.sift());let o=i.length>0;return this.held.size?{changed:o,retry:this.wantsRequest?null:this.again().retry}:(this.wantsRequest=!1,{changed:o,retry:null})}hold(e){for(let n of e)this.held.set(qi(n).join(":"),n);for(let n of this.held.keys()){if(this.held.size<=Ap)return;this.held.delete(n)}}sift(){let{epoch:e,seq:n}=this.snapshot;for(let[r,i]of this.held)Hi(qi(i),[e,n])<=0&&this.held.delete(r)}again(){return this.wantsRequest=!0,{changed:!1,retry:this.delays.next().value}}startOver(){return this.distrust=!0,this.phase="idle",this.again()}};h();var Rp=32,Np=1e4,Op=new Set(["not-found","invalid-id"]),hr=class{constructor(){this.watches=new Map,this.send=null,this.waiting=new Set,this.asked=new Set,this.heard=0}add(e,n){let r={job:e.job,tracker:new pr(e),listener:n,timer:void 0,retry:void 0};return this.watches.set(r.job,r),this.want(r),()=>this.remove(r)}remove(e){this.watches.get(e.job)===e&&(this.watches.delete(e.job),this.waiting.delete(e),clearTimeout(e.retry),this.settle(e),this.send?.("unsubscribe",{job:e.job},()=>{}))}opened(e){this.send=e;for(let n of this.watches.values())this.want(n)}closed(){this.send=null,this.waiting.clear();for(let e of this.watches.values())clearTimeout(e.timer),clearTimeout(e.retry),e.tracker.lost();this.asked.clear()}onEvents(e){this.heard++;let n=[e].flat();for(let r of new Set(n.map(i=>i?.job))){let i=this.watches.get(r);i&&this.take(i,i.tracker.received(n.filter(s=>s.job===r)))}}onPart(e){this.heard++;let n=this.watches.get(e?.job);n&&(this.take(n,n.tracker.part(String(e.data))),this.settleIfAnswered(n))}want(e){this.send&&(this.waiting.add(e),this.pump())}pump(){for(let e of this.waiting){if(!this.send||this.asked.size>=Rp)return;if(this.waiting.delete(e),this.asked.has(e)||!e.tracker.wantsRequest)continue;this.asked.add(e);let{ticket:n,...r}=e.tracker.request();e.timer=setTimeout(()=>this.unanswered(e,n),Np),this.send("subscribe",r,i=>this.answered(e,n,i))}}answered(e,n,r){this.heard++,this.asked.has(e)&&(r?.ok?this.take(e,e.tracker.acknowledged(n,r)):Op.has(r?.error?.code)?(e.tracker.lost(n),e.listener.refused(r.error.message)):this.take(e,e.tracker.lost(n)),this.settleIfAnswered(e))}unanswered(e,n){let r=e.tracker.lost(n);this.settle(e),this.take(e,r)}settleIfAnswered(e){e.tracker.phase!=="asked"&&e.tracker.phase!=="assembling"&&this.settle(e)}settle(e){clearTimeout(e.timer),this.asked.delete(e),this.pump()}take(e,{changed:n,retry:r}){r!==null&&this.send&&(e.retry=setTimeout(()=>this.want(e),r*1e3)),n&&e.listener.applied(e.tracker.snapshot)}};var Cp=15e3,Ca=1e4,Lp=1e4,Ip=1e4,Mp=5e3,fr=class{constructor(e,n){this.subscriptions=new hr,this.onStatus=n,this.token=e,this.status={state:"connecting",since:Date.now(),retryAt:null,error:""},this.delays=yn(),this.socket=null,this.timers=new Set,this.retry=void 0,this.wake=()=>!document.hidden&&this.status.retryAt!==null&&this.open(),addEventListener("online",this.wake),document.addEventListener("visibilitychange",this.wake)}open(){clearTimeout(this.retry),this.tell({retryAt:null});let e=bn(ze.origin,{path:`${ze.pathname}socket.io/`,transports:["websocket"],reconnection:!1,forceNew:!0,timeout:Ca,auth:{token:this.token}});this.socket=e;let n=Date.now(),r=setTimeout(()=>i("no answer in time"),Ca),i=s=>{this.socket===e&&(clearTimeout(r),this.drop(),Date.now()-n>Mp&&(this.delays=yn()),this.wait(s))};e.on("connect",()=>{clearTimeout(r),this.connected(e,i)}),e.on("disconnect",s=>i(s==="io server disconnect"?"the server said goodbye":"the connection was lost")),e.on("connect_error",s=>{s.data?.code==="unauthorized"?this.refused(s.message):i(s.message)});for(let s of["job:event","job:batch"])e.on(s,o=>this.subscriptions.onEvents(o));e.on("job:part",s=>this.subscriptions.onPart(s))}connected(e,n){this.tell({state:"connected",since:Date.now(),error:""}),this.subscriptions.opened((i,s,o)=>e.emit(i,s,o));let r=()=>{let i=this.subscriptions.heard,s=!1;e.emit("unsubscribe",{job:""},()=>s=!0),this.later(Ip,()=>{!s&&this.subscriptions.heard===i&&n("the server does not answer")}),this.later(Lp,r)};r()}refused(e){this.drop(),this.tell({state:"refused",since:Date.now(),error:e})}wait(e){this.status.state==="connected"&&this.tell({state:"reconnecting",since:Date.now()});let n=this.delays.next().value*1e3,r=Date.now()-this.status.since>Cp;this.tell({state:r?"offline":this.status.state,error:e,retryAt:Date.now()+n}),this.retry=setTimeout(()=>this.open(),n)}drop(){for(let n of this.timers)clearTimeout(n);this.timers.clear();let e=this.socket;this.socket=null,e?.removeAllListeners(),e?.disconnect(),this.subscriptions.closed()}later(e,n){let r=setTimeout(()=>(this.timers.delete(r),n()),e);this.timers.add(r)}tell(e){this.status={...this.status,...e},this.onStatus(this.status)}close(){clearTimeout(this.retry),removeEventListener("online",this.wake),document.removeEventListener("visibilitychange",this.wake),this.drop()}};h();function La(t){let e=d("span","",{role:"status"}),n=d("span","jw-num",{"aria-hidden":"true"}),r=d("button","jww-link",{type:"button",hidden:""},"Try now"),i=d("div","jww-connection",{},d("span","jw-dot"),e,n,r),s;r.addEventListener("click",t);function o(){if(!s)return;let c=s.retryAt===null?0:Math.ceil((s.retryAt-Date.now())/1e3);O(n,s.retryAt===null?"":c>0?`next try in ${c} s`:"trying…"),r.hidden=c<2}let a=setInterval(o,500);return{el:i,set(c){s=c,i.dataset.connection=c.state,i.title=c.error,O(e,Dp(c)),o()},destroy:()=>clearInterval(a)}}function Dp({state:t,since:e}){switch(t){case"connected":return"Connected";case"connecting":return"Connecting…";case"reconnecting":return"Reconnecting";case"refused":return"Signed out";default:return`Offline since ${new Date(e).toLocaleTimeString(void 0,{timeStyle:"short"})}`}}h();h();h();var Ia=3,$p="not answered in time",Pp=t=>t.timedOut?$p:t.answer;function Bp(t){let e=Pp(t),n=d("bdi",`jw-told-answer${t.timedOut?" jw-late":""}`,{},e),r=d("li","jw-told",{dir:"auto"},d("bdi","jw-cut",{},t.prompt),d("span","jw-arrow",{"aria-hidden":"true"},"→"),n);return r.title=`${t.prompt} → ${e}`,r}function Ma(){let t=d("ul","jw-told-list"),e=d("button","jw-told-more",{type:"button",hidden:"","aria-expanded":"false"}),n=d("div","jw-answers",{role:"group","aria-label":"Answered questions",hidden:""},e,t),r=[],i=!1,s="";e.addEventListener("click",()=>{i=!i,o()});function o(){let a=i?0:Math.max(0,r.length-Ia);t.replaceChildren(...r.slice(a).map(Bp)),e.hidden=r.length<=Ia,e.setAttribute("aria-expanded",String(i)),O(e,i?"Fewer answers":`${a} earlier ${a===1?"answer":"answers"}`),n.hidden=!r.length}return{el:n,set(a=[]){let c=JSON.stringify(a);c!==s&&(s=c,r=a,o())}}}h();h();h();function Da(t,e=",",n=1/0){let r=[],i=t.charCodeAt(0)===65279?1:0;for(;i<t.length&&r.length<n;){let s=[];i=Up(t,i,e,s),(s.length>1||s[0]!=="")&&r.push(s)}return r}function Up(t,e,n,r){for(;;){let i="";if(t[e]==='"'){for(e++;e<t.length;e++){if(t[e]!=='"'){let o=t.indexOf('"',e);i+=t.slice(e,o<0?t.length:o),e=o<0?t.length:o}if(t[e+1]!=='"')break;i+='"',e++}e++}let s=e;for(;e<t.length&&t[e]!==n&&t[e]!==`
`&&t[e]!=="\r";)e++;if(r.push(i+t.slice(s,e)),t[e]!==n)break;e++}return t[e]==="\r"&&t[e+1]===`
`&&e++,e+1}function $a(t){let e=n=>{let r=n==null?"":typeof n=="object"?JSON.stringify(n):String(n);return/[",\r\n]/.test(r)?`"${r.replaceAll('"','""')}"`:r};return t.map(n=>`${n.map(e).join(",")}\r
`).join("")}var zp=/^application\/vnd\.vega(lite)?\.v\d+(\.\d+)*[+.]json$/,Wi="application/vnd.jobwidgets.table+json",Fp=new Map([["image/png","image"],["image/jpeg","image"],["image/gif","image"],["image/webp","image"],["image/svg+xml","svg"],["application/vnd.plotly.v1+json","plotly"],[Wi,"table"],["text/csv","csv"],["text/tab-separated-values","csv"],["application/json","json"],["text/markdown","markdown"],["text/plain","text"]]),qp={jpeg:"jpg",plain:"txt",markdown:"md","svg+xml":"svg",javascript:"js","octet-stream":"bin"},Et=t=>t.split(";")[0].trim().toLowerCase();function Pa(t){let e=Et(t.mediaType);return t.data==null?"file":zp.test(e)?"vega":Fp.get(e)??"file"}function Ba(t){let e=Et(t);return e.startsWith("text/")||/[+./](json|xml|javascript|yaml|toml)$/.test(e)}function Gi({mediaType:t,data:e}){if(Et(t)===Wi){let n=Yi(e);return $a([n.columns,...n.rows])}if(typeof e!="string")return JSON.stringify(e,null,2);if(Ba(t))return e;try{return Uint8Array.from(atob(e),n=>n.charCodeAt(0))}catch{return e}}function Ua(t){if(t.left!==void 0)return t.left;let{mediaType:e,data:n}=t;if(typeof n=="string"&&!Ba(e))return Math.floor(n.length*3/4)-(n.endsWith("==")?2:n.endsWith("=")?1:0);let r=typeof n=="string"?n:JSON.stringify(n??null);return new TextEncoder().encode(r).length}function Ki(t){if(t<1e3)return`${t} B`;let e=t/1e3;return e<1e3?`${e<10?e.toFixed(1):Math.round(e)} kB`:`${(e/1e3).toFixed(1)} MB`}function za({name:t,mediaType:e}){let r=(t.replace(/[\p{C}]/gu,"").split(/[/\\]/).at(-1)??"").replace(/[<>:"|?*]/g,"_").replace(/^[.\s]+|[.\s]+$/g,"").slice(0,120)||"artifact";return/\.[\w-]{1,12}$/.test(r)?r:`${r}.${Hp(e)}`}function Hp(t){let e=Et(t);if(e===Wi)return"csv";if(e==="text/tab-separated-values")return"tsv";if(/[+./]json$/.test(e))return"json";let n=e.split("/")[1]??"";return qp[n]??(/^[a-z0-9]{1,6}$/.test(n)?n:"bin")}function Yi(t){if(!Array.isArray(t?.columns)||!Array.isArray(t.rows)||!t.rows.every(Array.isArray))throw new TypeError("A table is {columns: […], rows: [[…], …]}.");return{columns:t.columns.map(String),rows:t.rows}}function Fa(t){let e=new DataView(t.buffer,t.byteOffset,t.byteLength),n=String.fromCharCode(...t.subarray(0,16));try{if(n.startsWith("PNG"))return[e.getUint32(16),e.getUint32(20)];if(n.startsWith("GIF8"))return[e.getUint16(6,!0),e.getUint16(8,!0)];if(n.startsWith("RIFF")&&n.slice(8,12)==="WEBP")return Wp(e,n.slice(12,16));if(n.startsWith("ÿØ"))return Gp(e)}catch(r){if(!(r instanceof RangeError))throw r}return null}function Wp(t,e){let n=i=>t.getUint16(i,!0)|t.getUint8(i+2)<<16;if(e==="VP8X")return[n(24)+1,n(27)+1];if(e==="VP8 ")return[t.getUint16(26,!0)&16383,t.getUint16(28,!0)&16383];if(e!=="VP8L")return null;let r=t.getUint32(21,!0);return[(r&16383)+1,(r>>14&16383)+1]}function Gp(t){for(let e=2;;e+=2+t.getUint16(e+2)){for(;t.getUint8(e)===255&&t.getUint8(e+1)===255;)e++;let n=t.getUint8(e+1);if(t.getUint8(e)!==255)return null;if(n>=192&&n<=207&&![196,200,204].includes(n))return[t.getUint16(e+7),t.getUint16(e+5)]}}h();h();var Kp=[0,150,600];function Xi(t){let e=d("span");t.append(e);let n=i=>(e.style.color=`var(${i})`,getComputedStyle(e).color),r={foreground:n("--jw-fg"),dim:n("--jw-dim"),line:n("--jw-line"),accent:n("--jw-accent"),font:getComputedStyle(t).fontFamily||"sans-serif"};return e.remove(),r}function qa(t){let e=new Set,n=()=>{for(let s of e)clearTimeout(s);e.clear();for(let s of Kp)e.add(setTimeout(t,s))},r=new MutationObserver(n);for(let s of[document.documentElement,document.body])r.observe(s,{attributes:!0,attributeFilter:["class","data-jp-theme-name","data-jp-theme-light","data-theme"]});let i=globalThis.matchMedia?.("(prefers-color-scheme: dark)");return i?.addEventListener("change",n),()=>{r.disconnect(),i?.removeEventListener("change",n);for(let s of e)clearTimeout(s)}}var Yp=8,Ha=80;function Wa(t,e,n,r){let i=d("div","jw-artifact-note",{role:"status",hidden:""}),s=d("div","jw-figure"),o=d("div","",{},d("div","jw-artifact-pad",{},s),i),a,c,[p,u]=[0,""],w=!1;function m(y){i.hidden=!y,O(i,y)}let x=qa(()=>{a&&c!==void 0&&JSON.stringify(Xi(s))!==u&&r()}),f=new ResizeObserver(()=>{s.clientWidth>=Ha&&Math.abs(s.clientWidth-p)>=Yp&&r()});f.observe(s);async function _(){if(!n)throw new Error("Plots cannot be drawn here.");m("Loading the plot library…");let{createFigure:y}=await n(t);m(""),w||(a=y(s,e))}return{el:o,async draw(y){if(!a){s.classList.add("jw-awaited");try{await _()}catch($){throw new Error(`The plot library did not come: ${$.message}`)}}if(!a||s.clientWidth<Ha)return;p=s.clientWidth;let v=Xi(s);u=JSON.stringify(v),m(await a.draw(y,v,p)),s.classList.remove("jw-awaited"),c=y},picture:()=>a&&c!==void 0?a.picture():void 0,destroy(){w=!0,x(),f.disconnect(),a?.destroy()}}}h();var Vi=200,Ga=2e3,Xp=12,Vp=16,Zp=t=>typeof t=="object"&&t!==null&&Object.keys(t).length>0;function Jp(t){let e=t===null?"null":typeof t,n=e==="object"?Array.isArray(t)?"[]":"{}":JSON.stringify(t);return d("span",`jw-json-${e}`,{},n.length>Ga?`${n.slice(0,Ga)}…`:n)}function Ka(t,e,n,r,i){let s=t===null?[]:[d("bdi","jw-json-key",{},t),": "];if(!Zp(e))return d("div","jw-json-line",{},...s,Jp(e));let o=Object.entries(e),a=`${o.length.toLocaleString()} ${o.length===1?"item":"items"}`,c=Array.isArray(e)?"[…]":"{…}",p=d("details","",{},d("summary","",{},...s,c," ",d("span","jw-num",{},a))),u=p,w=!1,m=()=>{if(w)return;w=!0;let x=d("div","jw-json-inside");x.style.paddingLeft=`${Vp}px`;for(let[f,_]of o.slice(0,Vi))x.append(Ka(f,_,n+1,r,`${i}/${f}`));o.length>Vi&&x.append(d("div","jw-num",{},`and ${(o.length-Vi).toLocaleString()} more`)),p.append(x)};return u.open=r.has(i)||!r.has(`!${i}`)&&n===0&&o.length<=Xp,u.open&&m(),u.addEventListener("toggle",()=>{u.open&&m(),r.delete(u.open?`!${i}`:i),r.add(u.open?i:`!${i}`)}),p}function Ya(t){let e=d("div","jw-artifact-scroll jw-json",{tabindex:"0",role:"group","aria-label":t}),n=new Set;return{el:e,draw(r){e.replaceChildren(Ka(null,r,0,n,""))}}}h();var Zi=200,Ji=60,Xa=300;function Qi(t){return typeof t=="number"||typeof t=="string"&&t.trim()!==""&&Number.isFinite(Number(t))}function Va(t){if(t==null)return"";let e=typeof t=="object"?JSON.stringify(t):typeof t=="number"?Qp(t):String(t);return e.length>Xa?`${e.slice(0,Xa)}…`:e}var Qp=t=>String(Number.isInteger(t)?t:Number(t.toPrecision(15)));function eh(t,e){let[n,r]=[t==null||t==="",e==null||e===""];return n||r?Number(n)-Number(r):Qi(t)&&Qi(e)?Number(t)-Number(e):String(t).localeCompare(String(e),void 0,{numeric:!0})}function es(t){let e=d("tr"),n=d("tbody"),r=d("table","jw-sheet",{"aria-label":t},d("thead","",{},e),n),i=d("div","jw-artifact-scroll",{tabindex:"0",role:"group","aria-label":t},r),s=d("div","jw-artifact-note",{hidden:""}),o=d("div","",{},i,s),a=[],c=[],p=-1,u=!1;function w(f){p!==f?[p,u]=[f,!1]:u?p=-1:u=!0,x()}function m(){let f=a.map((_,y)=>c.some(v=>v[y]!=null)&&c.every(v=>v[y]==null||v[y]===""||Qi(v[y])));e.replaceChildren(...a.map((_,y)=>{let v=d("button","jw-sort",{type:"button"},d("bdi","",{},Va(_)));return v.addEventListener("click",()=>w(y)),d("th",f[y]?"jw-right":"",{scope:"col"},v)}))}function x(){let f=p<0?c:c.toSorted((v,$)=>eh(v[p],$[p])*(u&&v[p]!=null&&$[p]!=null?-1:1)),_=[...e.children];_.forEach((v,$)=>$===p?v.setAttribute("aria-sort",u?"descending":"ascending"):v.removeAttribute("aria-sort"));let y=_.map(v=>v.className);n.replaceChildren(...f.slice(0,Zi).map(v=>d("tr","",{},...a.map(($,L)=>d("td",y[L],{dir:"auto"},Va(v[L]))))))}return{el:o,draw(f){let _=f.columns.join(`
`)===a.join(`
`);a=f.columns.slice(0,Ji),c=f.rows,_||(p=-1),m(),x();let y=[];c.length>Zi&&y.push(`The first ${Zi} of ${c.length.toLocaleString()} rows.`),f.columns.length>Ji&&y.push(`The first ${Ji} of ${f.columns.length} columns.`),s.hidden=!y.length,O(s,y.join(" "))}}}h();h();function th(t,e){this.v=t,this.k=e}function Za(t,e){(e==null||e>t.length)&&(e=t.length);for(var n=0,r=Array(e);n<e;n++)r[n]=t[n];return r}function nh(t){if(Array.isArray(t))return t}function rh(t,e){var n=t==null?null:typeof Symbol<"u"&&t[Symbol.iterator]||t["@@iterator"];if(n!=null){var r,i,s,o,a=[],c=!0,p=!1;try{if(s=(n=n.call(t)).next,e===0){if(Object(n)!==n)return;c=!1}else for(;!(c=(r=s.call(n)).done)&&(a.push(r.value),a.length!==e);c=!0);}catch(u){p=!0,i=u}finally{try{if(!c&&n.return!=null&&(o=n.return(),Object(o)!==o))return}finally{if(p)throw i}}return a}}function ih(){throw new TypeError(`Invalid attempt to destructure non-iterable instance.
In order to be iterable, non-array objects must have a [Symbol.iterator]() method.`)}function sh(t,e){return nh(t)||rh(t,e)||oh(t,e)||ih()}function oh(t,e){if(t){if(typeof t=="string")return Za(t,e);var n={}.toString.call(t).slice(8,-1);return n==="Object"&&t.constructor&&(n=t.constructor.name),n==="Map"||n==="Set"?Array.from(t):n==="Arguments"||/^(?:Ui|I)nt(?:8|16|32)(?:Clamped)?Array$/.test(n)?Za(t,e):void 0}}function gr(t){var e,n;function r(s,o){try{var a=t[s](o),c=a.value,p=c instanceof th;Promise.resolve(p?c.v:c).then(function(u){if(p){var w=s==="return"&&c.k?s:"next";if(!c.k||u.done)return r(w,u);u=t[w](u).value}i(!!a.done,u)},function(u){r("throw",u)})}catch(u){i(2,u)}}function i(s,o){s===2?e.reject(o):e.resolve({value:o,done:s}),(e=e.next)?r(e.key,e.arg):n=null}this._invoke=function(s,o){return new Promise(function(a,c){var p={key:s,arg:o,resolve:a,reject:c,next:null};n?n=n.next=p:(e=n=p,r(s,o))})},typeof t.return!="function"&&(this.return=void 0)}gr.prototype[typeof Symbol=="function"&&Symbol.asyncIterator||"@@asyncIterator"]=function(){return this},gr.prototype.next=function(t){return this._invoke("next",t)},gr.prototype.throw=function(t){return this._invoke("throw",t)},gr.prototype.return=function(t){return this._invoke("return",t)};var uc=Object.entries,ah=Object.keys,Ja=Object.setPrototypeOf,ch=Object.isFrozen,dc=Object.getPrototypeOf,pc=Object.getOwnPropertyDescriptor,xe=Object.freeze,me=Object.seal,ft=Object.create,hc=typeof Reflect<"u"&&Reflect,br=hc.apply,ds=hc.construct;xe||(xe=function(e){return e});me||(me=function(e){return e});br||(br=function(e,n){for(var r=arguments.length,i=new Array(r>2?r-2:0),s=2;s<r;s++)i[s-2]=arguments[s];return e.apply(n,i)});ds||(ds=function(e){for(var n=arguments.length,r=new Array(n>1?n-1:0),i=1;i<n;i++)r[i-1]=arguments[i];return new e(...r)});var st=de(Array.prototype.forEach),lh=de(Array.prototype.lastIndexOf),Qa=de(Array.prototype.pop),xn=de(Array.prototype.push),uh=de(Array.prototype.slice),dh=de(Array.prototype.splice),Yt=Array.isArray,ts=fc(Set),ns=de(Set.prototype.add),_n=de(Set.prototype.has),vt=de(String.prototype.toLowerCase),rs=de(String.prototype.toString),ph=de(String.prototype.match),mr=de(String.prototype.replace),is=de(String.prototype.indexOf),hh=de(String.prototype.trim),fh=de(Number.prototype.toString),gh=de(Boolean.prototype.toString),ec=typeof BigInt>"u"?null:de(BigInt.prototype.toString),tc=typeof Symbol>"u"?null:de(Symbol.prototype.toString),Ee=de(Object.prototype.hasOwnProperty),kn=de(Object.prototype.toString),mh=RegExp.prototype.test,ye=function(e,n){return e instanceof RegExp&&(e.lastIndex=0),br(mh,e,[n])},ot=fc(TypeError);function de(t){return function(e){for(var n=arguments.length,r=new Array(n>1?n-1:0),i=1;i<n;i++)r[i-1]=arguments[i];return br(t,e,r)}}function fc(t){return function(){for(var e=arguments.length,n=new Array(e),r=0;r<e;r++)n[r]=arguments[r];return ds(t,n)}}function ne(t,e){let n=arguments.length>2&&arguments[2]!==void 0?arguments[2]:vt;if(Ja&&Ja(t,null),!Yt(e))return t;let r=e.length;for(;r--;){let i=e[r];if(typeof i=="string"){let s=n(i);s!==i&&(ch(e)||(e[r]=s),i=s)}t[i]=!0}return t}function wh(t){for(let e=0;e<t.length;e++)Ee(t,e)||(t[e]=null);return t}function yr(t){let e=ft(null);for(let r of uc(t)){var n=sh(r,2);let i=n[0],s=n[1];Ee(t,i)&&(Yt(s)?e[i]=wh(s):s&&typeof s=="object"&&s.constructor===Object?e[i]=yr(s):e[i]=s)}return e}function En(t){let e=ft(null),n=ah(t),r=n.length;for(;r--;)e[n[r]]=t[n[r]];return e}function bh(t){switch(typeof t){case"string":return t;case"number":return fh(t);case"boolean":return gh(t);case"bigint":return ec?ec(t):"0";case"symbol":return tc?tc(t):"Symbol()";case"undefined":return kn(t);case"function":case"object":{if(t===null)return kn(t);let e=t,n=Pe(e,"toString");if(typeof n=="function"){let r=n(e);return typeof r=="string"?r:kn(r)}return kn(t)}default:return kn(t)}}function Pe(t,e){for(;t!==null;){let r=pc(t,e);if(r){if(r.get)return de(r.get);if(typeof r.value=="function")return de(r.value)}t=dc(t)}function n(){return null}return n}function yh(t,e){for(;t!==null;){let n=pc(t,e);if(n)return n.get?de(n.get):null;t=dc(t)}return null}function xh(t){if(!t)return!1;try{return ye(t,""),!0}catch{return!1}}var nc=xe(["a","abbr","acronym","address","area","article","aside","audio","b","bdi","bdo","big","blink","blockquote","body","br","button","canvas","caption","center","cite","code","col","colgroup","content","data","datalist","dd","decorator","del","details","dfn","dialog","dir","div","dl","dt","element","em","fieldset","figcaption","figure","font","footer","form","h1","h2","h3","h4","h5","h6","head","header","hgroup","hr","html","i","img","input","ins","kbd","label","legend","li","main","map","mark","marquee","menu","menuitem","meter","nav","nobr","ol","optgroup","option","output","p","picture","pre","progress","q","rp","rt","ruby","s","samp","search","section","select","shadow","slot","small","source","spacer","span","strike","strong","style","sub","summary","sup","table","tbody","td","template","textarea","tfoot","th","thead","time","tr","track","tt","u","ul","var","video","wbr"]),ss=xe(["svg","a","altglyph","altglyphdef","altglyphitem","animatecolor","animatemotion","animatetransform","circle","clippath","defs","desc","ellipse","filter","font","g","glyph","glyphref","hkern","image","line","lineargradient","marker","mask","metadata","mpath","path","pattern","polygon","polyline","radialgradient","rect","stop","style","switch","symbol","text","textpath","title","tref","tspan","view","vkern"]),os=xe(["feBlend","feColorMatrix","feComponentTransfer","feComposite","feConvolveMatrix","feDiffuseLighting","feDisplacementMap","feDistantLight","feDropShadow","feFlood","feFuncA","feFuncB","feFuncG","feFuncR","feGaussianBlur","feImage","feMerge","feMergeNode","feMorphology","feOffset","fePointLight","feSpecularLighting","feSpotLight","feTile","feTurbulence"]),_h=xe(["animate","color-profile","cursor","discard","font-face","font-face-format","font-face-name","font-face-src","font-face-uri","foreignobject","hatch","hatchpath","mesh","meshgradient","meshpatch","meshrow","missing-glyph","script","set","solidcolor","unknown","use"]),as=xe(["math","menclose","merror","mfenced","mfrac","mglyph","mi","mlabeledtr","mmultiscripts","mn","mo","mover","mpadded","mphantom","mroot","mrow","ms","mspace","msqrt","mstyle","msub","msup","msubsup","mtable","mtd","mtext","mtr","munder","munderover","mprescripts"]),kh=xe(["maction","maligngroup","malignmark","mlongdiv","mscarries","mscarry","msgroup","mstack","msline","msrow","semantics","annotation","annotation-xml","mprescripts","none"]),rc=xe(["#text"]),ic=xe(["accept","action","align","alt","autocapitalize","autocomplete","autopictureinpicture","autoplay","background","bgcolor","border","capture","cellpadding","cellspacing","checked","cite","class","clear","color","cols","colspan","command","commandfor","controls","controlslist","coords","crossorigin","datetime","decoding","default","dir","disabled","disablepictureinpicture","disableremoteplayback","download","draggable","enctype","enterkeyhint","exportparts","face","for","headers","height","hidden","high","href","hreflang","id","inert","inputmode","integrity","ismap","kind","label","lang","list","loading","loop","low","max","maxlength","media","method","min","minlength","multiple","muted","name","nonce","noshade","novalidate","nowrap","open","optimum","part","pattern","placeholder","playsinline","popover","popovertarget","popovertargetaction","poster","preload","pubdate","radiogroup","readonly","rel","required","rev","reversed","role","rows","rowspan","spellcheck","scope","selected","shape","size","sizes","slot","span","srclang","start","src","srcset","step","style","summary","tabindex","title","translate","type","usemap","valign","value","width","wrap","xmlns"]),cs=xe(["accent-height","accumulate","additive","alignment-baseline","amplitude","ascent","attributename","attributetype","azimuth","basefrequency","baseline-shift","begin","bias","by","class","clip","clippathunits","clip-path","clip-rule","color","color-interpolation","color-interpolation-filters","color-profile","color-rendering","cx","cy","d","dx","dy","diffuseconstant","direction","display","divisor","dominant-baseline","dur","edgemode","elevation","end","exponent","fill","fill-opacity","fill-rule","filter","filterunits","flood-color","flood-opacity","font-family","font-size","font-size-adjust","font-stretch","font-style","font-variant","font-weight","fx","fy","g1","g2","glyph-name","glyphref","gradientunits","gradienttransform","height","href","id","image-rendering","in","in2","intercept","k","k1","k2","k3","k4","kerning","keypoints","keysplines","keytimes","lang","lengthadjust","letter-spacing","kernelmatrix","kernelunitlength","lighting-color","local","marker-end","marker-mid","marker-start","markerheight","markerunits","markerwidth","maskcontentunits","maskunits","max","mask","mask-type","media","method","mode","min","name","numoctaves","offset","operator","opacity","order","orient","orientation","origin","overflow","paint-order","path","pathlength","patterncontentunits","patterntransform","patternunits","pointer-events","points","preservealpha","preserveaspectratio","primitiveunits","r","rx","ry","radius","refx","refy","repeatcount","repeatdur","restart","result","rotate","scale","seed","shape-rendering","slope","specularconstant","specularexponent","spreadmethod","startoffset","stddeviation","stitchtiles","stop-color","stop-opacity","stroke-dasharray","stroke-dashoffset","stroke-linecap","stroke-linejoin","stroke-miterlimit","stroke-opacity","stroke","stroke-width","style","surfacescale","systemlanguage","tabindex","tablevalues","targetx","targety","transform","transform-origin","text-anchor","text-decoration","text-orientation","text-rendering","textlength","type","u1","u2","unicode","values","vector-effect","viewbox","visibility","version","vert-adv-y","vert-origin-x","vert-origin-y","width","word-spacing","wrap","writing-mode","xchannelselector","ychannelselector","x","x1","x2","xmlns","y","y1","y2","z","zoomandpan"]),sc=xe(["accent","accentunder","align","bevelled","close","columnalign","columnlines","columnspacing","columnspan","denomalign","depth","dir","display","displaystyle","encoding","fence","frame","height","href","id","largeop","length","linethickness","lquote","lspace","mathbackground","mathcolor","mathsize","mathvariant","maxsize","minsize","movablelimits","notation","numalign","open","rowalign","rowlines","rowspacing","rowspan","rspace","rquote","scriptlevel","scriptminsize","scriptsizemultiplier","selection","separator","separators","stretchy","subscriptshift","supscriptshift","symmetric","voffset","width","xmlns"]),wr=xe(["xlink:href","xml:id","xlink:title","xml:space","xmlns:xlink"]),Eh=me(/{{[\w\W]*|^[\w\W]*}}/g),vh=me(/<%[\w\W]*|^[\w\W]*%>/g),jh=me(/\${[\w\W]*/g),Th=me(/{{|}}|\${|<%|%>|&lt;%|%&gt;/),Sh=me(/^data-[\-\w.\u00B7-\uFFFF]+$/),Ah=me(/^aria-[\-\w]+$/),oc=me(/^(?:(?:(?:f|ht)tps?|mailto|tel|callto|sms|cid|xmpp|matrix):|[^a-z]|[a-z+.\-]+(?:[^a-z+.\-:]|$))/i),Rh=me(/^(?:\w+script|data):/i),Nh=me(/[\u0000-\u0020\u00A0\u1680\u180E\u2000-\u2029\u205F\u3000]/g),Oh=me(/^html$/i),Ch=me(/^[a-z][.\w]*(-[.\w]+)+$/i),ls=me(/<[/\w!]/g),ac=me(/<[/\w]/g),Lh=me(/<\/no(script|embed|frames)/i),cc=me(/\/>/i),Ih=me(/((--!?|])>)|<\/(style|script|title|xmp|textarea|noscript|iframe|noembed|noframes)/i),Mh=me(/^[\r\n\t ]+/),fe={element:1,text:3,processingInstruction:7,comment:8,document:9,documentFragment:11},Dh=xe(ne({},["style","script","xmp","iframe","noembed","noframes","plaintext","noscript"])),$h=function(){return typeof window>"u"?null:window},Ph=function(e,n){if(typeof e!="object"||typeof e.createPolicy!="function")return null;let r=null,i="data-tt-policy-suffix";n&&n.hasAttribute(i)&&(r=n.getAttribute(i));let s="dompurify"+(r?"#"+r:"");try{return e.createPolicy(s,{createHTML(o){return o},createScriptURL(o){return o}})}catch{return console.warn("TrustedTypes policy "+s+" could not be created."),null}},lc=function(){return{afterSanitizeAttributes:[],afterSanitizeElements:[],afterSanitizeShadowDOM:[],beforeSanitizeAttributes:[],beforeSanitizeElements:[],beforeSanitizeShadowDOM:[],uponSanitizeAttribute:[],uponSanitizeElement:[],uponSanitizeShadowNode:[]}},ht=function(e,n,r,i){return Ee(e,n)&&Yt(e[n])?ne(i.base?En(i.base):{},e[n],i.transform):r},us=function(e,n,r){let i=Ee(e,n)?e[n]:void 0;return i&&typeof i=="object"?yr(i):r};function gc(){let t=arguments.length>0&&arguments[0]!==void 0?arguments[0]:$h(),e=S=>gc(S);if(e.version="3.4.18",e.removed=[],!t||!t.document||t.document.nodeType!==fe.document||!t.Element)return e.isSupported=!1,e;let n=t.document,r=n,i=r.currentScript,s=t.HTMLTemplateElement,o=t.Node,a=t.Element,c=t.NodeFilter,p=t.DOMParser,u=t.trustedTypes,w=a.prototype,m=Pe(w,"cloneNode"),x=Pe(w,"remove"),f=Pe(w,"removeAttributeNode"),_=Pe(w,"nextSibling"),y=Pe(w,"childNodes"),v=Pe(w,"parentNode"),$=Pe(w,"shadowRoot"),L=Pe(w,"attributes"),M=o&&o.prototype?Pe(o.prototype,"nodeType"):null,N=o&&o.prototype?Pe(o.prototype,"nodeName"):null,z=o&&o.prototype?Pe(o.prototype,"ownerDocument"):null,U=function(l){return M?M(l):l.nodeType},D=function(l){return N?N(l):l.nodeName},X=yh(w,"namespaceURI"),re=function(l){return X?X(l):l.namespaceURI};if(typeof s=="function"){let S=n.createElement("template");S.content&&S.content.ownerDocument&&(n=S.content.ownerDocument)}let C,B="",te,k=!1,E=0,b=function(){if(E>0)throw ot('A configured TRUSTED_TYPES_POLICY callback (createHTML or createScriptURL) must not call DOMPurify.sanitize, as that causes infinite recursion. Do not pass a policy whose callbacks wrap DOMPurify as TRUSTED_TYPES_POLICY; see the "DOMPurify and Trusted Types" section of the README.')},T=function(l){b(),E++;try{return C.createHTML(l)}finally{E--}},P=function(l){return C&&ni?T(l):l},Y=function(l){b(),E++;try{return C.createScriptURL(l)}finally{E--}},ee=function(){return k||(te=Ph(u,i),k=!0),te},se=n,ge=se.implementation,Oe=se.createNodeIterator,ve=se.createDocumentFragment,Ce=se.getElementsByTagName,$n=r.importNode,ce=lc();e.isSupported=typeof uc=="function"&&typeof v=="function"&&ge&&ge.createHTMLDocument!==void 0;let Pn=Eh,Zr=vh,Jr=jh,Qr=Sh,ei=Ah,Lt=Rh,Bn=Nh,Le=Ch,Un=oc,oe=null,W=ne({},[...nc,...ss,...os,...as,...rc]),le=null,pe=ne({},[...ic,...cs,...sc,...wr]),Q=null,Ge=null,Ke=null,Ie=Object.seal(ft(null,{tagCheck:{writable:!0,configurable:!1,enumerable:!0,value:null},attributeCheck:{writable:!0,configurable:!1,enumerable:!0,value:null}})),It=!0,I=!0,F=!1,K=!0,Z=!1,ue=!0,_e=!1,nn=!1,Mt=null,zn=null,ti=!1,Dt=!1,Fn=!1,ni=!1,eo=!0,to=!1,no="user-content-",ri=!0,ii=!1,wt=null,$t=!1,bt=null,ro=ne({},["annotation-xml","audio","colgroup","desc","foreignobject","head","iframe","math","mi","mn","mo","ms","mtext","noembed","noframes","noscript","plaintext","script","selectedcontent","style","svg","template","thead","title","video","xmp"]),io=null,so=ne({},["audio","video","img","source","image","track"]),oo=null,ao=ne({},["alt","class","for","id","label","name","pattern","placeholder","role","summary","title","value","style","xmlns"]),qn="http://www.w3.org/1998/Math/MathML",Hn="http://www.w3.org/2000/svg",Ye="http://www.w3.org/1999/xhtml",Pt=Ye,si=!1,co=null,Lu=ne({},[qn,Hn,Ye],rs),Iu=xe(ne({},["mi","mo","mn","ms","mtext"])),oi=null,Mu=xe(ne({},["annotation-xml"])),ai=null,Du=xe(ft(null)),$u=ne({},["title","style","font","a","script"]),rn=null,Pu=["application/xhtml+xml","text/html"],Bu="text/html",he=null,Wn=null,Uu=n.createElement("form"),lo=function(l){return l instanceof RegExp||l instanceof Function},ci=function(){let l=arguments.length>0&&arguments[0]!==void 0?arguments[0]:{};(!l||typeof l!="object")&&(l={}),l=yr(l),rn=Pu.indexOf(l.PARSER_MEDIA_TYPE)===-1?Bu:l.PARSER_MEDIA_TYPE,he=rn==="application/xhtml+xml"?rs:vt,oe=ht(l,"ALLOWED_TAGS",W,{transform:he}),le=ht(l,"ALLOWED_ATTR",pe,{transform:he}),co=ht(l,"ALLOWED_NAMESPACES",Lu,{transform:rs}),oo=ht(l,"ADD_URI_SAFE_ATTR",ao,{transform:he,base:ao}),io=ht(l,"ADD_DATA_URI_TAGS",so,{transform:he,base:so}),bt=ht(l,"FORBID_CONTENTS",ro,{transform:he}),Ge=ht(l,"FORBID_TAGS",ft(null),{transform:he}),Ke=ht(l,"FORBID_ATTR",ft(null),{transform:he}),$t=Ee(l,"USE_PROFILES")?l.USE_PROFILES&&typeof l.USE_PROFILES=="object"?yr(l.USE_PROFILES):l.USE_PROFILES:!1,It=l.ALLOW_ARIA_ATTR!==!1,I=l.ALLOW_DATA_ATTR!==!1,F=l.ALLOW_UNKNOWN_PROTOCOLS||!1,K=l.ALLOW_SELF_CLOSE_IN_ATTR!==!1,Z=l.SAFE_FOR_TEMPLATES||!1,ue=l.SAFE_FOR_XML!==!1,_e=l.WHOLE_DOCUMENT||!1,Dt=l.RETURN_DOM||!1,Fn=l.RETURN_DOM_FRAGMENT||!1,ni=l.RETURN_TRUSTED_TYPE||!1,ti=l.FORCE_BODY||!1,eo=l.SANITIZE_DOM!==!1,to=l.SANITIZE_NAMED_PROPS||!1,ri=l.KEEP_CONTENT!==!1,ii=l.IN_PLACE||!1,Un=xh(l.ALLOWED_URI_REGEXP)?l.ALLOWED_URI_REGEXP:oc,Pt=typeof l.NAMESPACE=="string"?l.NAMESPACE:Ye,oi=us(l,"MATHML_TEXT_INTEGRATION_POINTS",Iu),ai=us(l,"HTML_INTEGRATION_POINTS",Mu);let g=us(l,"CUSTOM_ELEMENT_HANDLING",Du);if(Q=ft(null),Ee(g,"tagNameCheck")&&lo(g.tagNameCheck)&&(Q.tagNameCheck=g.tagNameCheck),Ee(g,"attributeNameCheck")&&lo(g.attributeNameCheck)&&(Q.attributeNameCheck=g.attributeNameCheck),Ee(g,"allowCustomizedBuiltInElements")&&typeof g.allowCustomizedBuiltInElements=="boolean"&&(Q.allowCustomizedBuiltInElements=g.allowCustomizedBuiltInElements),me(Q),Z&&(I=!1),Fn&&(Dt=!0),$t&&((Ee(l,"ALLOWED_TAGS")||Ee(l,"ALLOWED_ATTR"))&&typeof console<"u"&&typeof console.warn=="function"&&console.warn("DOMPurify: USE_PROFILES overrides ALLOWED_TAGS and ALLOWED_ATTR. Do not use these options together."),oe=ne({},rc),le=ft(null),$t.html===!0&&(ne(oe,nc),ne(le,ic)),$t.svg===!0&&(ne(oe,ss),ne(le,cs),ne(le,wr)),$t.svgFilters===!0&&(ne(oe,os),ne(le,cs),ne(le,wr)),$t.mathMl===!0&&(ne(oe,as),ne(le,sc),ne(le,wr))),Ie.tagCheck=null,Ie.attributeCheck=null,Ee(l,"ADD_TAGS")&&(typeof l.ADD_TAGS=="function"?Ie.tagCheck=l.ADD_TAGS:Yt(l.ADD_TAGS)&&(oe===W&&(oe=En(oe)),ne(oe,l.ADD_TAGS,he))),Ee(l,"ADD_ATTR")&&(typeof l.ADD_ATTR=="function"?Ie.attributeCheck=l.ADD_ATTR:Yt(l.ADD_ATTR)&&(le===pe&&(le=En(le)),ne(le,l.ADD_ATTR,he))),Ee(l,"ADD_FORBID_CONTENTS")&&Yt(l.ADD_FORBID_CONTENTS)&&(bt===ro&&(bt=En(bt)),ne(bt,l.ADD_FORBID_CONTENTS,he)),ri&&(oe["#text"]=!0),_e&&ne(oe,["html","head","body"]),oe.table&&(oe.tbody=!0,delete Ge.tbody),l.TRUSTED_TYPES_POLICY){if(typeof l.TRUSTED_TYPES_POLICY.createHTML!="function")throw ot('TRUSTED_TYPES_POLICY configuration option must provide a "createHTML" hook.');if(typeof l.TRUSTED_TYPES_POLICY.createScriptURL!="function")throw ot('TRUSTED_TYPES_POLICY configuration option must provide a "createScriptURL" hook.');let j=C;C=l.TRUSTED_TYPES_POLICY;try{B=T("")}catch(R){throw C=j,R}}else l.TRUSTED_TYPES_POLICY===null?(C=void 0,B=""):(C===void 0&&(C=ee()),C&&typeof B=="string"&&(B=T("")));Wn=xe(l)},uo=ne({},[...ss,...os,..._h]),po=ne({},[...as,...kh]),zu=function(l,g,j){return g===Ye?l==="svg":g===qn?l==="svg"&&(j==="annotation-xml"||oi[j]):!!uo[l]},Fu=function(l,g,j){return g===Ye?l==="math":g===Hn?l==="math"&&ai[j]:!!po[l]},qu=function(l,g,j){return g===Hn&&!ai[j]||g===qn&&!oi[j]?!1:!po[l]&&($u[l]||!uo[l])},Hu=function(l){let g=re(l),j=vt(D(l)),R=v(l),q=Pt,H="template";return R&&U(R)===fe.element&&(q=re(R),H=vt(D(R))),co[g]?g===Hn?zu(j,q,H):g===qn?Fu(j,q,H):g===Ye?qu(j,q,H):rn==="application/xhtml+xml":!1},ct=function(l){xn(e.removed,{element:l});try{v(l).removeChild(l)}catch{if(x(l),!v(l))throw ot("a node selected for removal could not be detached from its tree and cannot be safely returned; refusing to sanitize in place")}},ho=function(l,g,j){try{f(l,g)}catch{try{l.removeAttribute(j)}catch{}}},li=function(l){pi(l);let g=y(l);g&&st(uh(g),j=>{try{x(j)}catch{}}),U(l)===fe.element&&ui(l,!1)},Bt=function(l,g,j){if(!j)try{j=g.getAttributeNode(l)}catch{j=null}if(xn(e.removed,{attribute:j||null,from:g}),j)ho(g,j,l);else try{g.removeAttribute(l)}catch{}if(l==="is")if(Dt||Fn)try{ct(g)}catch{}else try{g.setAttribute(l,"")}catch{}},ui=function(l,g){let j=L(l);if(j)for(let R=j.length-1;R>=0;--R){let q=j[R],H=q&&q.name;typeof H=="string"&&!(g&&le[he(H)])&&ho(l,q,H)}},di=function(l,g){let j=arguments.length>2&&arguments[2]!==void 0?arguments[2]:!1,R=[l];for(;R.length>0;){let q=R.pop();if(g(q)===!1)continue;if(j&&U(q)===fe.element){let J=$(q);Ut(J)&&R.push(J)}let H=y(q);if(H)for(let J=H.length-1;J>=0;--J)R.push(H[J])}},pi=function(l){di(l,g=>{U(g)===fe.element&&ui(g,!0)})},hi=function(l){let g=[];return di(l,j=>{g.push(j)},!0),g},Wu=function(l,g){let j=ts();st(hi(l),R=>{U(R)===fe.element&&ns(j,R)}),st(g,R=>{U(R)===fe.element&&!_n(j,R)&&ui(R,!0)})},fo=function(l,g){let j=!1;return st(e.removed,R=>{R.element&&(j=j||R.element===l,pi(R.element))}),Wu(l,g),j},Gu=8,Ku=function(l,g){let j=wt,R=null,q=()=>(R||(R=ts(),st(g,H=>{ns(R,H)})),R);for(let H=0;;H++){let J=hi(l),we=[l],Je=!1;if(st(J,Ue=>{U(Ue)===fe.documentFragment?xn(we,Ue):!Je&&!_n(j,Ue)&&(Je=_n(q(),Ue))}),!Je)return;if(H>=Gu)throw ot("the tree kept changing during in-place sanitization; refusing to return it");st(we,(Ue,Ae)=>{Yu(Ue,Ae>0,l,q())})}},Yu=function(l,g,j,R){let q=Gn(l),H;for(;H=q.nextNode();)!_n(R,H)||_n(wt,H)||(g&&Be(ce.uponSanitizeShadowNode,H,null),wi(H,j))},Xu=function(l){wt&&ns(wt,l)},go=function(l,g){return ue?l==="patchsrc"?!0:l==="for"&&g!=="label"&&g!=="output":!1},Vu=function(l){ue&&di(l,g=>{let j=U(g);if(j===fe.processingInstruction||j===fe.comment&&ye(ac,g.data)){try{x(g)}catch{}return!1}if(j===fe.element){let R=g,q=he(D(g));try{R.hasAttribute&&R.hasAttribute("patchsrc")&&R.removeAttribute("patchsrc"),R.hasAttribute&&R.hasAttribute("for")&&go("for",q)&&R.removeAttribute("for")}catch{}}return!0})},mo=function(l){let g=null,j=null;if(ti)l="<remove></remove>"+l;else{let H=ph(l,Mh);j=H&&H[0]}rn==="application/xhtml+xml"&&Pt===Ye&&(l='<html xmlns="http://www.w3.org/1999/xhtml"><head></head><body>'+l+"</body></html>");let R=C?T(l):l;if(Pt===Ye)try{g=new p().parseFromString(R,rn)}catch{}if(!g||!g.documentElement){g=ge.createDocument(Pt,"template",null);try{g.documentElement.innerHTML=si?B:R}catch{}}let q=g.body||g.documentElement;return l&&j&&q.insertBefore(n.createTextNode(j),q.childNodes[0]||null),Pt===Ye?Ce.call(g,_e?"html":"body")[0]:_e?g.documentElement:q},Gn=function(l){let g=arguments.length>1&&arguments[1]!==void 0?arguments[1]:!1,j=z?z(l):l.ownerDocument;return Oe.call(j||l,l,(g?0:c.SHOW_ELEMENT)|c.SHOW_COMMENT|c.SHOW_TEXT|c.SHOW_PROCESSING_INSTRUCTION|c.SHOW_CDATA_SECTION,null)},fi=function(l){return l=mr(l,Pn," "),l=mr(l,Zr," "),l=mr(l,Jr," "),l},gi=function(l){var g;mi(l);let j=(g=l.querySelectorAll)===null||g===void 0?void 0:g.call(l,"template");j&&st(j,R=>{Ut(R.content)&&gi(R.content)})},mi=function(l){l.normalize();let g=Gn(l,!0),j=g.nextNode();for(;j;)j.data=fi(j.data),j=g.nextNode()},Kn=function(l){let g=N?N(l):null;return typeof g!="string"||he(g)!=="form"?!1:typeof l.nodeName!="string"||typeof l.textContent!="string"||typeof l.removeChild!="function"||l.attributes!==L(l)||typeof l.removeAttribute!="function"||typeof l.removeAttributeNode!="function"||typeof l.getAttributeNode!="function"||typeof l.setAttribute!="function"||typeof l.namespaceURI!="string"||typeof l.insertBefore!="function"||typeof l.hasChildNodes!="function"||l.nodeType!==M(l)||l.childNodes!==y(l)},wo=function(l){if(!M||typeof l!="object"||l===null)return null;try{let g=M(l);return typeof g=="number"?g:null}catch{return null}},Ut=function(l){return wo(l)===fe.documentFragment},sn=function(l){return wo(l)!==null};function Be(S,l,g){S.length!==0&&st(S,j=>{j.call(e,l,g,Wn)})}let Zu=function(l,g,j){return!!(ue&&j===fe.element&&l.hasChildNodes()&&!sn(l.firstElementChild)&&ye(ls,l.textContent)&&ye(ls,l.innerHTML)||ue&&Dh[g]&&j===fe.element&&re(l)===Ye&&(sn(l.firstElementChild)||typeof l.textContent=="string"&&ye(ls,l.textContent))||j===fe.processingInstruction||ue&&j===fe.comment&&ye(ac,l.data))},Yn=function(l,g){if(l instanceof RegExp)return ye(l,g);if(l instanceof Function){for(var j=arguments.length,R=new Array(j>2?j-2:0),q=2;q<j;q++)R[q-2]=arguments[q];return!!l(g,...R)}return!1},Ju=function(l,g,j){if(!Ge[g]&&xo(g)&&Yn(Q.tagNameCheck,g))return!1;if(ri&&!bt[g]&&!bt[vt(g)]){let R=v(l),q=y(l);if(q&&R){let H=q.length;for(let J=H-1;J>=0;--J){let we=l===j?m(q[J],!0):q[J];R.insertBefore(we,_(l))}}}return ct(l),!0},bo=function(l,g,j,R){return l.length===0?g:g===j||g===R?En(g):g},zt=function(l,g){return l===g||v(l)!==null?!1:(ii&&pi(l),!0)},Qu=function(l,g){if(Xu(l),Be(ce.beforeSanitizeElements,l,null),zt(l,g))return!0;if(Kn(l))return ct(l),!0;let j=he(D(l)),R=U(l);if(oe=bo(ce.uponSanitizeElement,oe,W,Mt),Be(ce.uponSanitizeElement,l,{tagName:j,allowedTags:oe}),zt(l,g))return!0;if(Zu(l,j,R))return ct(l),!0;if(Ge[j]||!(Ie.tagCheck instanceof Function&&Ie.tagCheck(j))&&!oe[j]){let q=Ju(l,j,g);return q===!1&&(Be(ce.afterSanitizeElements,l,null),zt(l,g))?!0:q}if(R===fe.element&&!Hu(l)||(j==="noscript"||j==="noembed"||j==="noframes")&&ye(Lh,l.innerHTML))return ct(l),!0;if(Z&&R===fe.text){let q=l.textContent,H=fi(q);q!==H&&(xn(e.removed,{element:l.cloneNode()}),l.textContent=H)}return Be(ce.afterSanitizeElements,l,null),zt(l,g)},yo=function(l,g,j){if(Ke[g]||go(g,l)||eo&&(g==="id"||g==="name")&&(j in n||j in Uu))return!1;let R=le[g]||Ie.attributeCheck instanceof Function&&Ie.attributeCheck(g,l);if(I&&ye(Qr,g)||It&&ye(ei,g))return!0;if(!R)return xo(l)&&Yn(Q.tagNameCheck,l)&&Yn(Q.attributeNameCheck,g,l)||g==="is"&&Q.allowCustomizedBuiltInElements&&Yn(Q.tagNameCheck,j);if(oo[g])return!0;let q=mr(j,Bn,"");return ye(Un,q)||(g==="src"||g==="xlink:href"||g==="href")&&l!=="script"&&is(j,"data:")===0&&io[l]||F&&!ye(Lt,q)?!0:!j},ed=ne({},["annotation-xml","color-profile","font-face","font-face-format","font-face-name","font-face-src","font-face-uri","missing-glyph"]),xo=function(l){return!ed[vt(l)]&&ye(Le,l)},td=function(l,g,j,R){if(C&&typeof u=="object"&&typeof u.getAttributeType=="function"&&!j)switch(u.getAttributeType(l,g)){case"TrustedHTML":return T(R);case"TrustedScriptURL":return Y(R)}return R},nd=function(l,g,j,R){try{return j?l.setAttributeNS(j,g,R):l.setAttribute(g,R),Kn(l)?(ct(l),!1):!0}catch{return Bt(g,l),!1}},_o=function(l,g){return ue&&ye(Ih,g)?!0:vt(l)==="attributename"&&is(g,"href")!==-1},rd=function(l,g){if(Be(ce.beforeSanitizeAttributes,l,null),zt(l,g))return;let j=l.attributes;if(!j||Kn(l))return;le=bo(ce.uponSanitizeAttribute,le,pe,zn);let R={attrName:"",attrValue:"",keepAttr:!0,allowedAttributes:le,forceKeepAttr:void 0},q=j.length,H=he(D(l));for(;q--;){let J=j[q],we=J.name,Je=J.namespaceURI,Ue=J.value,Ae=he(we),Xe=Ue,ke=we==="value"?Xe:hh(Xe),ko=!1;if(R.attrName=Ae,R.attrValue=ke,R.keepAttr=!0,R.forceKeepAttr=void 0,Be(ce.uponSanitizeAttribute,l,R),ke=R.attrValue,to&&(Ae==="id"||Ae==="name")&&is(ke,no)!==0&&(Bt(we,l,J),ke=no+ke,ko=!0),_o(we,ke)){Bt(we,l,J);continue}if(!R.forceKeepAttr){if(!R.keepAttr){Bt(we,l,J);continue}if(!K&&ye(cc,ke)){Bt(we,l,J);continue}if(Z&&(ke=fi(ke)),!yo(H,Ae,ke)){Bt(we,l,J);continue}ke=td(H,Ae,Je,ke),ke!==Xe&&nd(l,we,Je,ke)&&ko&&Qa(e.removed)}}Be(ce.afterSanitizeAttributes,l,null),zt(l,g)},wi=function(l,g){Qu(l,g),rd(l,g),Ut(l.content)&&bi(l.content)},bi=function(l){let g=null,j=Gn(l);for(Be(ce.beforeSanitizeShadowDOM,l,null);g=j.nextNode();)if(Be(ce.uponSanitizeShadowNode,g,null),wi(g,l),U(g)===fe.element){let R=$(g);Ut(R)&&(yi(R),bi(R))}Z&&mi(l),Be(ce.afterSanitizeShadowDOM,l,null)},yi=function(l){let g=[{node:l,shadow:null}];for(;g.length>0;){let j=g.pop();if(j.shadow){bi(j.shadow);continue}let R=j.node,q=U(R)===fe.element,H=y(R);if(H)for(let J=H.length-1;J>=0;--J)g.push({node:H[J],shadow:null});if(q){let J=N?N(R):null;if(typeof J=="string"&&he(J)==="template"){let we=R.content;Ut(we)&&g.push({node:we,shadow:null})}}if(q){let J=$(R);Ut(J)&&g.push({node:null,shadow:J},{node:J,shadow:null})}}};return e.sanitize=function(S){let l=arguments.length>1&&arguments[1]!==void 0?arguments[1]:{},g=null,j=null,R=null,q=null;if(si=!S,si&&(S="<!-->"),typeof S!="string"&&!sn(S)&&(S=bh(S),typeof S!="string"))throw ot("dirty is not a string, aborting");if(!e.isSupported)return S;nn?(oe=Mt,le=zn):ci(l),e.removed=[];let H=ii&&typeof S!="string"&&sn(S),J=[],we=wt;if(H){Vu(S);let Xe=D(S);if(typeof Xe=="string"){let ke=he(Xe);if(!oe[ke]||Ge[ke])throw li(S),ot("root node is forbidden and cannot be sanitized in-place")}if(Kn(S))throw li(S),ot("root node is clobbered and cannot be sanitized in-place");J=hi(S),wt=ts()}else if(sn(S))g=mo("<!---->"),j=g.ownerDocument.importNode(S,!0),j.nodeType===fe.element&&j.nodeName==="BODY"||j.nodeName==="HTML"?g=j:g.appendChild(j),yi(g);else{if(!Dt&&!Z&&!_e&&S.indexOf("<")===-1)return P(S);if(g=mo(S),!g)return Dt?null:ni?B:""}g&&ti&&ct(g.firstChild);let Je=H?S:g;try{H&&yi(S);let Xe=Gn(Je);for(;R=Xe.nextNode();)wi(R,Je);H&&Ku(S,J)}catch(Xe){throw H&&(li(S),fo(S,J)),Xe}finally{wt=we}if(H){if(fo(S,J))throw ot("a node selected for removal could not be safely returned; refusing to sanitize in place");return Z&&gi(S),S}if(Dt){if(Z&&gi(g),Fn)for(q=ve.call(g.ownerDocument);g.firstChild;)q.appendChild(g.firstChild);else q=g;return(le.shadowroot||le.shadowrootmode)&&(q=$n.call(r,q,!0)),q}let Ue=()=>_e?g.outerHTML:g.innerHTML,Ae=Ue();return Z&&ye(Th,Ae)&&(mi(g),Ae=Ue()),_e&&oe["!doctype"]&&g.ownerDocument&&g.ownerDocument.doctype&&g.ownerDocument.doctype.name&&ye(Oh,g.ownerDocument.doctype.name)&&(Ae="<!DOCTYPE "+g.ownerDocument.doctype.name+`>
`+Ae),P(Ae)},e.setConfig=function(){let S=arguments.length>0&&arguments[0]!==void 0?arguments[0]:{};ci(S),nn=!0,Mt=oe,zn=le},e.clearConfig=function(){Wn=null,nn=!1,Mt=null,zn=null,C=te,B=""},e.isValidAttribute=function(S,l,g){Wn||ci({});let j=he(S),R=he(l);return typeof g=="string"&&(_o(l,g)||!K&&ye(cc,g))?!1:yo(j,R,g)},e.addHook=function(S,l){typeof l=="function"&&Ee(ce,S)&&xn(ce[S],l)},e.removeHook=function(S,l){if(Ee(ce,S)){if(l!==void 0){let g=lh(ce[S],l);return g===-1?void 0:dh(ce[S],g,1)[0]}return Qa(ce[S])}},e.removeHooks=function(S){Ee(ce,S)&&(ce[S]=[])},e.removeAllHooks=function(){ce=lc()},e}var ps=gc();h();function ms(){return{async:!1,breaks:!1,extensions:null,gfm:!0,hooks:null,pedantic:!1,renderer:null,silent:!1,tokenizer:null,walkTokens:null}}var Rt=ms();function Tc(t){Rt=t}var Tt={exec:()=>null};function jt(t){let e=[];return n=>{let r=Math.max(0,Math.min(3,n-1)),i=e[r];return i||(i=t(r),e[r]=i),i}}function G(t,e=""){let n=typeof t=="string"?t:t.source,r={replace:(i,s)=>{let o=typeof s=="string"?s:s.source;return o=o.replace(be.caret,"$1"),n=n.replace(i,o),r},getRegex:()=>new RegExp(n,e)};return r}var Sc=((t="")=>{try{return!!new RegExp("(?<=1)(?<!1)"+t)}catch{return!1}})(),be={codeRemoveIndent:/^(?: {0,3}\t| {1,4})/gm,listInterruptsParagraph:/^ {0,3}(?:[*+-]|1[.)])[ \t]+[^ \t\n]/,outputLinkReplace:/\\([\[\]])/g,indentCodeCompensation:/^(\s+)(?:```)/,beginningSpace:/^\s+/,endingHash:/#$/,startingSpaceChar:/^ /,endingSpaceChar:/ $/,endingSpaceTabChar:/[ \t]$/,nonSpaceChar:/[^ ]/,newLineCharGlobal:/\n/g,tabCharGlobal:/\t/g,leadingSpaceTab:/^[ \t]+/,multipleSpaceGlobal:/\s+/g,blankLine:/^[ \t]*$/,doubleBlankLine:/\n[ \t]*\n[ \t]*$/,blockquoteStart:/^ {0,3}>/,blockquoteSetextReplace:/\n {0,3}((?:=+|-+)[ \t]*)(?=\n|$)/g,blockquoteSetextReplace2:/^ {0,3}>[ \t]?/gm,blockquoteMarkerWhitespace:/^( {0,3}>)(\t[ \t]*)/gm,nestedBlockMarker:/^ {0,3}(?:(?:[*+-]|\d{1,9}[.)])(?: |$)|> ?)/,listReplaceNesting:/^ {1,4}(?=( {4})*[^ ])/g,listIsTask:/^\[[ xX]\][ \t]+\S/,listReplaceTask:/^\[[ xX]\][ \t]+/,listTaskCheckbox:/\[[ xX]\]/,anyLine:/\n.*\n/,hrefBrackets:/^<(.*)>$/,tableDelimiter:/[:|]/,tableAlignChars:/^\||\| *$/g,tableRowBlankLine:/\n[ \t]*$/,tableAlignRight:/^ *-+: *$/,tableAlignCenter:/^ *:-+: *$/,tableAlignLeft:/^ *:-+ *$/,startATag:/^<a /i,endATag:/^<\/a>/i,startPreScriptTag:/^<(pre|code|kbd|script)(\s|>)/i,endPreScriptTag:/^<\/(pre|code|kbd|script)(\s|>)/i,startAngleBracket:/^</,endAngleBracket:/>$/,pedanticHrefTitle:/^([^'"]*[^\s])\s+(['"])(.*)\2/,unicodeAlphaNumeric:/[\p{L}\p{N}]/u,numericCharacterReference:/&#(?:(\d{1,7})|[Xx]([A-Fa-f0-9]{1,6}));/,numericCharacterReferenceOrAmpersand:/&#(?:(\d{1,7})|[Xx]([A-Fa-f0-9]{1,6}));|&(?!(#\d{1,7}|#[Xx][a-fA-F0-9]{1,6}|\w+);)/g,escapeTest:/[&<>"']/,escapeReplace:/[&<>"']/g,escapeTestNoEncode:/[<>"']|&(?!(#\d{1,7}|#[Xx][a-fA-F0-9]{1,6}|\w+);)/,escapeReplaceNoEncode:/[<>"']|&(?!(#\d{1,7}|#[Xx][a-fA-F0-9]{1,6}|\w+);)/g,caret:/(^|[^\[])\^/g,percentDecode:/%25/g,findPipe:/\|/g,splitPipe:/ \|/,slashPipe:/\\\|/g,carriageReturn:/\r\n|\r/g,spaceLine:/^ +$/gm,notSpaceStart:/^\S*/,endingNewline:/\n$/,listItemRegex:t=>new RegExp(`^( {0,3}${t})((?:[	 ][^\\n]*)?(?:\\n|$))`),nextBulletRegex:jt(t=>new RegExp(`^ {0,${t}}(?:[*+-]|\\d{1,9}[.)])((?:[ 	][^\\n]*)?(?:\\n|$))`)),hrRegex:jt(t=>new RegExp(`^ {0,${t}}((?:-[ 	]*){3,}|(?:_[ 	]*){3,}|(?:\\*[ 	]*){3,})(?:\\n+|$)`)),fencesBeginRegex:jt(t=>new RegExp(`^ {0,${t}}(?:\`\`\`|~~~)`)),headingBeginRegex:jt(t=>new RegExp(`^ {0,${t}}#{1,6}(?:\\s|$)`)),pedanticHeadingBeginRegex:jt(t=>new RegExp(`^ {0,${t}}#`)),htmlBeginRegex:jt(t=>new RegExp(`^ {0,${t}}(?:</?(?:${bs})(?:[ \\t]+|$|/?>)|<(?:(?:script|pre|style|textarea)(?:[\\s>]|$)|!--)|<\\?|<![A-Za-z]|<!\\[CDATA\\[)`,"i")),blockquoteBeginRegex:jt(t=>new RegExp(`^ {0,${t}}>`)),nestedContainerMarkers:/^(?: {0,3}(?:(?:[*+-]|\d{1,9}[.)])[ \t]+|>[ \t]?))+/},Bh=/^(?:[ \t]*(?:\n|$))+/,Uh=/^((?: {4}| {0,3}\t)[^\n]+(?:\n(?:[ \t]*(?:\n|$))*)?)+/,zh=/^ {0,3}(`{3,}(?=[^`\n]*(?:\n|$))|~{3,})([^\n]*)(?:\n|$)(?:|([\s\S]*?)(?:\n|$))(?: {0,3}(?:(?=`)\1`*|(?=~)\1~*) *(?=\n|$)|$)/,Tn=/^ {0,3}((?:-[\t ]*){3,}|(?:_[ \t]*){3,}|(?:\*[ \t]*){3,})(?:\n+|$)/,Fh=/^ {0,3}(#{1,6})(?=\s|$)(.*)(?:\n+|$)/,ws=/ {0,3}(?:[*+-]|\d{1,9}[.)])/,bs="address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|meta|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul",Sn=G(" {0,3}(?:</?(?:tag)(?:[ \\t]+|\\n|/?>)|<(?:(?:script|pre|style|textarea)(?:[\\s>]|$)|!--)|<\\?|<![A-Za-z]|<!\\[CDATA\\[)").replace("tag",bs).getRegex(),Ac=/^(?!bull |blockCode|fences|blockquote|heading|html|table)((?:.|\n(?!\s*?\n|bull |fences|blockquote|heading|hr|html|table))+?)\n {0,3}(=+|-+)[ \t]*(?:\n+|$)/,Rc=G(Ac).replace(/bull/g,ws).replace(/blockCode/g,/(?: {4}| {0,3}\t)/).replace(/fences/g,/ {0,3}(?:`{3,}|~{3,})/).replace(/blockquote/g,/ {0,3}>/).replace(/heading/g,/ {0,3}#{1,6}(?:\s|$)/).replace(/hr/g,/ {0,3}(?:(?:-[\t ]*){3,}|(?:_[ \t]*){3,}|(?:\*[ \t]*){3,})(?:\n+|$)/).replace(/\|table/g,"").replace(/html/g,Sn).getRegex(),qh=G(Ac).replace(/bull/g,ws).replace(/blockCode/g,/(?: {4}| {0,3}\t)/).replace(/fences/g,/ {0,3}(?:`{3,}|~{3,})/).replace(/blockquote/g,/ {0,3}>/).replace(/heading/g,/ {0,3}#{1,6}(?:\s|$)/).replace(/hr/g,/ {0,3}(?:(?:-[\t ]*){3,}|(?:_[ \t]*){3,}|(?:\*[ \t]*){3,})(?:\n+|$)/).replace(/table/g,/ {0,3}\|?(?:[:\- ]*\|)+[\:\- ]*\n/).replace(/html/g,Sn).getRegex(),ys=/^([^\n]+(?:\n(?!hr|heading|lheading|blockquote|fences|list|html|table|[ \t]+\n)[^\n]+)*)/,Hh=/^[^\n]+/,xs=/(?!\s*\])(?:\\[\s\S]|[^\[\]\\\n]|\n(?![ \t]*\n))+/,Wh=G(/^ {0,3}\[(label)\]: *(?:\n[ \t]*)?([^<\s][^\s]*|<(?:\\.|[^\n<>\\])*>)(?:(?: +(?:\n[ \t]*)?| *\n[ \t]*)(title))? *(?:\n+|$)/).replace("label",xs).replace("title",/(?:"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\\n]|\n(?!\n))*'|\((?:\\[\s\S]|[^()\\])*\))/).getRegex(),Gh=G(/^(bull)([ \t][^\n]*?)?(?:\n|$)/).replace(/bull/g,ws).getRegex(),_s=/<!--(?:-?>|[\s\S]*?(?:-->|$))/,Kh=G("^ {0,3}(?:<(script|pre|style|textarea)[\\s>][\\s\\S]*?(?:</\\1>[^\\n]*\\n*|$)|comment[^\\n]*(\\n+|$)|<\\?[\\s\\S]*?(?:\\?>[^\\n]*\\n*|$)|<![A-Z][\\s\\S]*?(?:>[^\\n]*\\n*|$)|<!\\[CDATA\\[[\\s\\S]*?(?:\\]\\]>[^\\n]*\\n*|$)|</?(tag)(?:[ \\t]+|\\n|/?>|$)[\\s\\S]*?(?:(?:\\n[ 	]*)+\\n|$)|<(?!(?:script|pre|style|textarea)(?![a-z0-9-]))([a-z][a-z0-9-]*)(?:attribute)*?[ \\t]*/?>(?=[ \\t]*(?:\\n|$))[\\s\\S]*?(?:(?:\\n[ 	]*)+\\n|$)|</[a-z][a-z0-9-]*\\s*>(?=[ \\t]*(?:\\n|$))[\\s\\S]*?(?:(?:\\n[ 	]*)+\\n|$))","i").replace("comment",_s).replace("tag",bs).replace("attribute",/[ \t]+[a-zA-Z:_][\w.:-]*(?:[ \t]*=[ \t]*"[^"\n]*"|[ \t]*=[ \t]*'[^'\n]*'|[ \t]*=[ \t]*[^\s"'=<>`]+)?/).getRegex(),Nc=t=>G(ys).replace("hr",Tn).replace("heading"," {0,3}#{1,6}(?:\\s|$)").replace("|lheading","").replace("|table","").replace("blockquote"," {0,3}>").replace("fences"," {0,3}(?:`{3,}(?=[^`\\n]*(?:\\n|$))|~~~)[^\\n]*(?:\\n|$)").replace("list",t).replace("html",Sn).getRegex(),Yh=Nc(/ {0,3}(?:[*+-]|1[.)])[ \t]+[^ \t\n]/),Xh=Nc(/ {0,3}(?:[*+-]|\d{1,9}[.)])(?:[ \t]|\n|$)/),Vh=G(/^( {0,3}> ?(?:(?![ \t]*(?:\n|$))(paragraph)|[^\n]*)(?:\n|$))+/).replace("paragraph",Xh).getRegex(),ks={blockquote:Vh,code:Uh,def:Wh,fences:zh,heading:Fh,hr:Tn,html:Kh,lheading:Rc,list:Gh,newline:Bh,paragraph:Yh,table:Tt,text:Hh},mc=G("^ *([^\\n ].*)\\n {0,3}((?:\\| *)?:?-+:? *(?:\\| *:?-+:? *)*(?:\\| *)?)(?:\\n((?:(?! *\\n|hr|heading|blockquote|code|fences|list|html).*(?:\\n|$))*)\\n*|$)").replace("hr",Tn).replace("heading"," {0,3}#{1,6}(?:\\s|$)").replace("blockquote"," {0,3}>").replace("code","(?: {4}| {0,3}	)[^\\n]").replace("fences"," {0,3}(?:`{3,}(?=[^`\\n]*(?:\\n|$))|~~~)[^\\n]*(?:\\n|$)").replace("list"," {0,3}(?:[*+-]|1[.)])[ \\t]").replace("html",Sn).getRegex(),Zh={...ks,lheading:qh,table:mc,paragraph:G(ys).replace("hr",Tn).replace("heading"," {0,3}#{1,6}(?:\\s|$)").replace("|lheading","").replace("table",mc).replace("blockquote"," {0,3}>").replace("fences"," {0,3}(?:`{3,}(?=[^`\\n]*(?:\\n|$))|~~~)[^\\n]*(?:\\n|$)").replace("list"," {0,3}(?:[*+-]|1[.)])[ \\t]+[^ \\t\\n]").replace("html",Sn).getRegex()},Jh={...ks,html:G(`^ *(?:comment(?: *\\n|\\s*$)|<(tag)[\\s\\S]+?</\\1>(?: *\\n{2,}|\\s*$)|<tag(?:"[^"]*"|'[^']*'|\\s[^'"/>\\s]*)*?/?>(?: *\\n{2,}|\\s*$))`).replace("comment",_s).replace(/tag/g,"(?!(?:a|em|strong|small|s|cite|q|dfn|abbr|data|time|code|var|samp|kbd|sub|sup|i|b|u|mark|ruby|rt|rp|bdi|bdo|span|br|wbr|ins|del|img)\\b)\\w+(?!:|[^\\w\\s@]*@)\\b").getRegex(),def:/^ *\[([^\]]+)\]: *<?([^\s>]+)>?(?: +(["(][^\n]+[")]))? *(?:\n+|$)/,heading:/^(#{1,6})(.*)(?:\n+|$)/,fences:Tt,lheading:/^(.+?)\n {0,3}(=+|-+) *(?:\n+|$)/,paragraph:G(ys).replace("hr",Tn).replace("heading",` *#{1,6} *[^
]`).replace("|table","").replace("blockquote"," {0,3}>").replace("|fences","").replace("|list","").replace("|html","").replace("|tag","").replace("lheading",Rc).getRegex()},Qh=/^\\([!"#$%&'()*+,\-./:;<=>?@\[\]\\^_`{|}~])/,ef=/^(`+)([^`]|[^`][\s\S]*?[^`])\1(?!`)/,Oc=/^( {2,}|\\)\n(?!\s*$)[ \t]*/,tf=/^(`+|[^`])(?:(?= {2,}\n)|[\s\S]*?(?:(?=[\\<!\[`*_]|\b_|$)|[^ ](?= {2,}\n)))/,Ze=/[\p{P}\p{S}]/u,Vt=/[\s\p{P}\p{S}]/u,An=/[^\s\p{P}\p{S}]/u,nf=G(/^((?![*_])punctSpace)/,"u").replace(/punctSpace/g,Vt).getRegex(),rf=/[\p{Pi}\p{Ps}"']/u,Cc=/(?!~)[\p{P}\p{S}]/u,sf=/(?!~)[\s\p{P}\p{S}]/u,of=/(?:[^\s\p{P}\p{S}]|~)/u,af=G(/link|precode-code|html/,"g").replace("link",/\[(?:[^\[\]`]|(?<a>`+)[^`]+\k<a>(?!`))*?\]\((?:\\[\s\S]|[^\\\(\)]|\((?:\\[\s\S]|[^\\\(\)])*\))*\)/).replace("precode-",Sc?"(?<!`)()":"(^^|[^`])").replace("code",/(?<b>`+)[^`]+\k<b>(?!`)/).replace("html",/<(?! )[^<>]*?>/).getRegex(),Lc=/^(?:\*+(?:((?!\*)punct)|([^\s*]))?)|^_+(?:((?!_)punct)|([^\s_]))?/,cf=G(Lc,"u").replace(/punct/g,Ze).getRegex(),lf=G(Lc,"u").replace(/punct/g,Cc).getRegex(),uf=/^(?:\*+(?:((?!\*)(?!openQuote)punct)|([^\s*]))?)|^_+(?:((?!_)(?!openQuote)punct)|([^\s_]))?/,df=G(uf,"u").replace(/openQuote/g,rf).replace(/punct/g,Ze).getRegex(),Ic="^[^_*]*?__[^_*]*?\\*[^_*]*?(?=__)|[^*]+(?=[^*])|(?!\\*)punct(\\*+)(?=[\\s]|$)|notPunctSpace(\\*+)(?!\\*)(?=punctSpace|$)|(?!\\*)punctSpace(\\*+)(?=notPunctSpace)|[\\s](\\*+)(?!\\*)(?=punct)|(?!\\*)punct(\\*+)(?!\\*)(?=punct)|notPunctSpace(\\*+)(?=notPunctSpace)",pf=G(Ic,"gu").replace(/notPunctSpace/g,An).replace(/punctSpace/g,Vt).replace(/punct/g,Ze).getRegex(),hf=G(Ic,"gu").replace(/notPunctSpace/g,of).replace(/punctSpace/g,sf).replace(/punct/g,Cc).getRegex(),ff="^[^_*]*?__[^_*]*?\\*[^_*]*?(?=__)|[^*]+(?=[^*])|(?!\\*)punct(\\*+)(?=[\\s]|$)|notPunctSpace(\\*+)(?!\\*)(?=punctSpace|$)|(?!\\*)[\\s](\\*+)(?=notPunctSpace)|[\\s](\\*+)(?!\\*)(?=punct)|(?!\\*)punct(\\*+)(?!\\*)(?=punct)|(?:(?!\\*)punct|notPunctSpace)(\\*+)(?!\\*)(?=notPunctSpace)",gf=G(ff,"gu").replace(/notPunctSpace/g,An).replace(/punctSpace/g,Vt).replace(/punct/g,Ze).getRegex(),mf=G("^[^_*]*?\\*\\*[^_*]*?_[^_*]*?(?=\\*\\*)|[^_]+(?=[^_])|(?!_)punct(_+)(?=[\\s]|$)|notPunctSpace(_+)(?!_)(?=punctSpace|$)|(?!_)punctSpace(_+)(?=notPunctSpace)|[\\s](_+)(?!_)(?=punct)|(?!_)punct(_+)(?!_)(?=punct)","gu").replace(/notPunctSpace/g,An).replace(/punctSpace/g,Vt).replace(/punct/g,Ze).getRegex(),wf="^[^_*]*?\\*\\*[^_*]*?_[^_*]*?(?=\\*\\*)|[^_]+(?=[^_])|(?!_)punct(_+)(?=[\\s]|$)|notPunctSpace(_+)(?!_)(?=punctSpace|$)|(?!_)[\\s](_+)(?=notPunctSpace)|[\\s](_+)(?!_)(?=punct)|(?!_)punct(_+)(?!_)(?=punct)|(?:(?!_)punct|notPunctSpace)(_+)(?!_)(?=notPunctSpace)",bf=G(wf,"gu").replace(/notPunctSpace/g,An).replace(/punctSpace/g,Vt).replace(/punct/g,Ze).getRegex(),yf=G(/^~~?(?:((?!~)punct)|[^\s~])/,"u").replace(/punct/g,Ze).getRegex(),xf="^[^~]+(?=[^~])|(?!~)punct(~~?)(?=[\\s]|$)|notPunctSpace(~~?)(?!~)(?=punctSpace|$)|(?!~)punctSpace(~~?)(?=notPunctSpace)|[\\s](~~?)(?!~)(?=punct)|(?!~)punct(~~?)(?!~)(?=punct)|notPunctSpace(~~?)(?=notPunctSpace)",_f=G(xf,"gu").replace(/notPunctSpace/g,An).replace(/punctSpace/g,Vt).replace(/punct/g,Ze).getRegex(),kf=G(/\\(punct)/,"gu").replace(/punct/g,Ze).getRegex(),Ef=G(/(`+)(?:[^`]|[^`][\s\S]*?[^`])\1(?!`)|`+|\\(punct)/,"gu").replace(/punct/g,Ze).getRegex(),vf=G(/^<(scheme:[^\s\x00-\x1f<>]*|email)>/).replace("scheme",/[a-zA-Z][a-zA-Z0-9+.-]{1,31}/).replace("email",/[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+(@)[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+(?![-_])/).getRegex(),jf=G(_s).replace("(?:-->|$)","-->").getRegex(),Tf=G("^comment|^</[a-zA-Z][a-zA-Z0-9-]*\\s*>|^<[a-zA-Z][a-zA-Z0-9-]*(?:attribute)*?\\s*/?>|^<\\?[\\s\\S]*?\\?>|^<![a-zA-Z]+\\s[\\s\\S]*?>|^<!\\[CDATA\\[[\\s\\S]*?\\]\\]>").replace("comment",jf).replace("attribute",/\s+[a-zA-Z:_][\w.:-]*(?:\s*=\s*"[^"]*"|\s*=\s*'[^']*'|\s*=\s*[^\s"'=<>`]+)?/).getRegex(),Mc=/\[(?:\\[\s\S]|[^\[\]\\])*\]/,kr=G(/(?:\[(?:brackets|\\[\s\S]|[^\[\]\\])*\]|\\[\s\S]|`+(?!`)[^`]*?`+(?!`)|``+(?=\])|[^\[\]\\`])*?/).replace("brackets",Mc).getRegex(),Sf=G(/^!?\[(label)\]\([ \t\n]*(href)(?:(?:[ \t]+(?:\n[ \t]*)?|\n[ \t]*)(title))?[ \t\n]*\)/).replace("label",kr).replace("href",/<(?:\\.|[^\n<>\\])*>|(?!<)[^ \t\n\x00-\x1f]+|(?=\))/).replace("title",/"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'|\((?:\\[\s\S]|[^)\\])*\)/).getRegex(),Af=G(/^!?\[(label)\]\[(ref)\]/).replace("label",kr).replace("ref",xs).getRegex(),Rf=G(/^!?\[(ref)\](?:\[\])?/).replace("ref",xs).getRegex(),wc=/(?!\s*\])(?:\\[\s\S]|[^\[\]\\]){1,999}/,Nf=G(/(?:[^\[\]\\`]*(?:\[(?:brackets|\\[\s\S]|[^\[\]\\])*\]|\\[\s\S]|`+(?!`)[^`]*?`+(?!`)|``+(?=\]))){0,999}?[^\[\]\\`]*?/).replace("brackets",Mc).getRegex(),Of=G("reflink|nolink(?!\\()","g").replace("reflink",G(/^!?\[(label)\]\[(ref)\]/).replace("label",Nf).replace("ref",wc).getRegex()).replace("nolink",G(/^!?\[(ref)\](?:\[\])?/).replace("ref",wc).getRegex()).getRegex(),bc=/[hH][tT][tT][pP][sS]?|[fF][tT][pP]/,Cf=/[A-Za-z0-9._+-]+@[a-zA-Z0-9-_]+(?:\.[a-zA-Z0-9-_]*[a-zA-Z0-9])+(?![\w-])/,Lf=G(/(?:mailto:email|xmpp:email(?:\/[A-Za-z0-9@.]+)?)/).replace(/email/g,Cf).getRegex(),Es={_backpedal:Tt,anyPunctuation:kf,anyPunctuationOutsideCode:Ef,autolink:vf,blockSkip:af,br:Oc,code:ef,del:Tt,delLDelim:Tt,delRDelim:Tt,emStrongLDelim:cf,emStrongRDelimAst:pf,emStrongRDelimUnd:mf,escape:Qh,link:Sf,nolink:Rf,punctuation:nf,reflink:Af,reflinkSearch:Of,tag:Tf,text:tf,url:Tt},If={...Es,emStrongLDelim:df,emStrongRDelimAst:gf,emStrongRDelimUnd:bf,link:G(/^!?\[(label)\]\((.*?)\)/).replace("label",kr).getRegex(),reflink:G(/^!?\[(label)\]\s*\[([^\]]*)\]/).replace("label",kr).getRegex()},hs={...Es,emStrongRDelimAst:hf,emStrongLDelim:lf,delLDelim:yf,delRDelim:_f,url:G(/^emailProtocol|^((?:protocol):\/\/|www\.)(?:[a-zA-Z0-9\-]+\.?)+[^\s<]*|^email/).replace("emailProtocol",Lf).replace("protocol",bc).replace("email",/[A-Za-z0-9._+-]+(@)[a-zA-Z0-9-_]+(?:\.[a-zA-Z0-9-_]*[a-zA-Z0-9])+(?![\w-])/).getRegex(),_backpedal:/(?:[^?!.,:;*_'"~()&]+|\([^)]*\)|&(?![a-zA-Z0-9]+;$)|[?!.,:;*_'"~)]+(?!$))+/,del:/^(~~?)(?=[^\s~])((?:\\[\s\S]|[^\\])*?(?:\\[\s\S]|[^\s~\\]))\1(?=[^~]|$)/,text:G(/^(?:[^a-zA-Z0-9](?=emailProtocol)|(`+|~+|[^`~])(?:(?=[`~])|(?= {2,}\n)|(?=[a-zA-Z0-9.!#$%&'*+\/=?_`{\|}~-]+@)|[\s\S]*?(?:(?=[\\<!\[`*~_]|\b_|protocol:\/\/|wwwStart|$)|[^ ](?= {2,}\n)|[^a-zA-Z0-9](?=emailProtocol)|[^a-zA-Z0-9.!#$%&'*+\/=?_`{\|}~-](?=[a-zA-Z0-9.!#$%&'*+\/=?_`{\|}~-]+@))))/).replace("protocol",bc).replace(/emailProtocol/g,/(?:mailto|xmpp):/).replace("wwwStart",Sc?"(?<![^\\s*_~(])www\\.":"www\\.").getRegex()},Mf={...hs,br:G(Oc).replace("{2,}","*").getRegex(),text:G(hs.text).replace("\\b_","\\b_| {2,}\\n").replace(/\{2,\}/g,"*").getRegex()},xr={normal:ks,gfm:Zh,pedantic:Jh},vn={normal:Es,gfm:hs,breaks:Mf,pedantic:If},Df={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;","'":"&#39;"},yc=t=>Df[t];function Ne(t,e){if(e){if(be.escapeTest.test(t))return t.replace(be.escapeReplace,yc)}else if(be.escapeTestNoEncode.test(t))return t.replace(be.escapeReplaceNoEncode,yc);return t}function $f(t){return be.numericCharacterReference.test(t)?t.replace(be.numericCharacterReferenceOrAmpersand,(e,n,r)=>{if(n===void 0&&r===void 0)return"&amp;";let i=n===void 0?Number.parseInt(r,16):Number.parseInt(n,10);return i===0||i>1114111||i>=55296&&i<=57343?"�":i===38?"&amp;":String.fromCodePoint(i)}):t}function xc(t){try{t=encodeURI(t).replace(be.percentDecode,"%")}catch{return null}return t}function _c(t,e){let n=t.replace(be.findPipe,(s,o,a)=>{let c=!1,p=o;for(;--p>=0&&a[p]==="\\";)c=!c;return c?"|":" |"}),r=n.split(be.splitPipe),i=0;if(r[0].trim()||r.shift(),r.length>0&&!r.at(-1)?.trim()&&r.pop(),e)if(r.length>e)r.splice(e);else for(;r.length<e;)r.push("");for(;i<r.length;i++)r[i]=r[i].trim().replace(be.slashPipe,"|");return r}function at(t,e,n){let r=t.length;if(r===0)return"";let i=0;for(;i<r;){let s=t.charAt(r-i-1);if(s===e&&!n)i++;else if(s!==e&&n)i++;else break}return t.slice(0,r-i)}function kc(t){let e=t.split(`
`),n=e.length-1;for(;n>=0&&be.blankLine.test(e[n]);)n--;return e.length-n<=2?t:e.slice(0,n+1).join(`
`)}function Er(t){return t.trim().replace(be.multipleSpaceGlobal," ").toLowerCase().toUpperCase().toLowerCase()}function Ec(t,e){if(t.indexOf(e[0])===-1&&t.indexOf(e[1])===-1)return-1;let n=0;for(let r=0;r<t.length;r++)if(t[r]==="\\")r++;else if(t[r]===e[0])n++;else if(t[r]===e[1]&&(n--,n<0))return r;return n>0?-2:-1}var Xt=new WeakMap;function vs(t){let e={"*":-1,_:-1},n=-1,r=t.length;for(let i=0;i<r;i++){let s=t[i];if(s!=="*"&&s!=="_"&&s!=="~")continue;let o=i===0?`
`:t[i-1],a=i+1;for(;a<r&&t[a]===s;)a++;o!==" "&&o!=="	"&&o!==`
`&&o!=="\r"&&o!=="\f"&&(s==="~"?n=i:e[s]=i),i=a-1}return{maskedSrc:t,lastPossibleEmStrongCloserIndex:e,lastPossibleDelCloserIndex:n}}function Pf(t,e){let n=vs(e),r=Xt.get(t);r?r.push(n):Xt.set(t,[n])}function Bf(t){let e=Xt.get(t);e&&(e.pop(),e.length===0&&Xt.delete(t))}function Dc(t,e,n){let r=Xt.get(t)?.at(-1);return r&&r.maskedSrc===e?r.lastPossibleEmStrongCloserIndex[n]:vs(e).lastPossibleEmStrongCloserIndex[n]}function $c(t,e){let n=Xt.get(t)?.at(-1);return n&&n.maskedSrc===e?n.lastPossibleDelCloserIndex:vs(e).lastPossibleDelCloserIndex}function _r(t,e=0){let n=e,r="";for(let i of t)if(i==="	"){let s=4-n%4;r+=" ".repeat(s),n+=s}else r+=i,n++;return r}function Uf(t,e){let n="";for(let r=0;r<t.length;r++){if(t[r]==="`"){let i=e.inline.code.exec(t.slice(r));if(i){n+=i[0],r+=i[0].length-1;continue}}if(t[r]==="\\"&&(t[r+1]==="["||t[r+1]==="]")){n+=t[r+1],r++;continue}n+=t[r]}return n}function vc(t,e,n,r,i){let s=e.href,o=e.title||null,a=Uf(t[1],i),c=t[0].charAt(0)==="!",p=r.state.inLink,u=r.state.linkEmitted,w=r.state.inRawBlock;r.state.inLink=!0,r.state.linkEmitted=!1;let m=r.inlineTokens(a),x=r.state.linkEmitted;if(r.state.linkEmitted=u,r.state.inLink=p,!c){if(x){r.state.inRawBlock=w;return}r.state.linkEmitted=!0}return{type:c?"image":"link",raw:n,href:s,title:o,text:a,tokens:m}}function zf(t,e,n){let r=t.match(n.other.indentCodeCompensation);if(r===null)return e;let i=r[1];return e.split(`
`).map(s=>{let o=s.match(n.other.beginningSpace);if(o===null)return s;let[a]=o;return s.slice(Math.min(a.length,i.length))}).join(`
`)}function jc(t,e,n,r){if(!e.includes("<"))return!1;for(let i=0;i<e.length;i++){if(e[i]==="\\"){i++;continue}if(e[i]==="`"){let a=r.inline.code.exec(e.slice(i));if(a){i+=a[0].length-1;continue}}if(e[i]!=="<")continue;let s=t.slice(n+i),o=r.inline.tag.exec(s)||r.inline.autolink.exec(s);if(o){if(o[0].length>e.length-i)return!0;i+=o[0].length-1}}return!1}var St=class{options;rules;lexer;constructor(t){this.options=t||Rt}space(t){let e=this.rules.block.newline.exec(t);if(e&&e[0].length>0)return{type:"space",raw:e[0]}}code(t){let e=this.rules.block.code.exec(t);if(e){let n=this.options.pedantic?e[0]:kc(e[0]),r=n.replace(this.rules.other.codeRemoveIndent,"");return{type:"code",raw:n,codeBlockStyle:"indented",text:r}}}fences(t){let e=this.rules.block.fences.exec(t);if(e){let n=e[0],r=zf(n,e[3]||"",this.rules);return e[3]!==void 0&&(r===""||r.endsWith(`
`))&&(r+=`
`),{type:"code",raw:n,lang:e[2]?e[2].trim().replace(this.rules.inline.anyPunctuation,"$1"):e[2],text:r}}}heading(t){let e=this.rules.block.heading.exec(t);if(e){let n=e[2].trim();if(this.rules.other.endingHash.test(n)){let r=at(n,"#");(this.options.pedantic||!r||this.rules.other.endingSpaceTabChar.test(r))&&(n=r.trim())}return{type:"heading",raw:at(e[0],`
`),depth:e[1].length,text:n,tokens:this.lexer.inline(n)}}}hr(t){let e=this.rules.block.hr.exec(t);if(e)return{type:"hr",raw:at(e[0],`
`)}}blockquote(t){let e=this.rules.block.blockquote.exec(t);if(e){let n=at(e[0],`
`).split(`
`),r="",i="",s=[];for(;n.length>0;){let o=!1,a=[],c;for(c=0;c<n.length;c++)if(this.rules.other.blockquoteStart.test(n[c]))a.push(n[c]),o=!0;else if(!o)a.push(n[c]);else break;n=n.slice(c);let p=a.join(`
`),u=p.replace(this.rules.other.blockquoteMarkerWhitespace,(x,f,_)=>_.startsWith(" ")?f+" "+_.slice(1):f+_r(_,f.length)).replace(this.rules.other.blockquoteSetextReplace,`
    $1`).replace(this.rules.other.blockquoteSetextReplace2,"");r=r?`${r}
${p}`:p,i=i?`${i}
${u}`:u;let w=this.lexer.state.top;if(this.lexer.state.top=!0,this.lexer.blockTokens(u,s,!0),this.lexer.state.top=w,n.length===0)break;let m=s.at(-1);if(m?.type==="code"||m?.type==="heading"||m?.type==="hr"||m?.type==="html"||m?.type==="table")break;if(m?.type==="blockquote"){let x=m,f=n.join(`
`),_=x.raw+`
`+f.replace(this.rules.other.blockquoteSetextReplace2,""),y=this.blockquote(_);s[s.length-1]=y;let v=_.substring(y.raw.length).replace(/^\n/,""),$=v?v.split(`
`).length:0,L=$?n.slice(0,-$):n;if(L.length>0&&(r=`${r}
${L.join(`
`)}`),i=i.substring(0,i.length-x.text.length)+y.text,n=n.slice(L.length),n.length>0&&this.rules.other.blockquoteStart.test(n[0]))continue;break}else if(m?.type==="list"){let x=m,f=x.raw+`
`+n.join(`
`),_=this.list(f);s[s.length-1]=_;let y=_.raw.length>x.raw.length?f.slice(x.raw.length+1,_.raw.length).split(`
`).length:0;if(y>0){let v=n.slice(0,y).join(`
`);r=`${r}
${v}`,i=`${i}
${v}`}if(n=n.slice(y),n.length>0&&!this.rules.other.blockquoteStart.test(n[0]))break;continue}}return{type:"blockquote",raw:r,tokens:s,text:i}}}list(t){let e=this.rules.block.list.exec(t);if(e){if(!this.options.pedantic&&this.lexer.state.lastToken?.type==="text"&&!this.rules.other.listInterruptsParagraph.test(t))return;let n=t,r=()=>n.length-t.length,i=e[1].trim(),s=i.length>1,o={type:"list",raw:"",ordered:s,start:s?+i.slice(0,-1):"",loose:!1,items:[]};i=s?`\\d{1,9}\\${i.slice(-1)}`:`\\${i}`,this.options.pedantic&&(i=s?i:"[*+-]");let a=this.rules.other.listItemRegex(i),c=!1;for(;t;){let w=!1,m="";if(!(e=a.exec(t))||this.rules.block.hr.test(t))break;let x=r();t=t.substring(e[0].length);let f=e[2].split(`
`,1)[0],_=e[1].length,y=this.options.pedantic?_r(f,_):f.replace(this.rules.other.leadingSpaceTab,N=>_r(N,_)),v=t.split(`
`,1)[0],$=!y.trim(),L=0;if(this.options.pedantic?(L=2,m=y.trimStart()):$?L=_+1:(L=y.search(this.rules.other.nonSpaceChar),L=L>4?1:L,m=y.slice(L),L+=_),$&&this.rules.other.blankLine.test(v)&&(t=t.substring(v.length+1),w=!0),!w){let N=this.rules.other.nextBulletRegex(L),z=this.rules.other.hrRegex(L),U=this.rules.other.fencesBeginRegex(L),D=this.options.pedantic?this.rules.other.pedanticHeadingBeginRegex(L):this.rules.other.headingBeginRegex(L),X=this.rules.other.htmlBeginRegex(L),re=this.rules.other.blockquoteBeginRegex(L),C=!1;for(;t;){let B=t.split(`
`,1)[0],te;if(v=B,this.options.pedantic?(v=v.replace(this.rules.other.listReplaceNesting,"  "),te=v):te=v.replace(this.rules.other.leadingSpaceTab,k=>_r(k)),U.test(v)||D.test(v)||X.test(v)||re.test(v)||N.test(v)||z.test(v))break;if(te.search(this.rules.other.nonSpaceChar)>=L||!v.trim())m+=`
`+te.slice(L),C=!1;else{if($)break;let k=y;if(!this.options.pedantic&&!m.includes(`
`)&&!y.includes("	")){let b;for(;!z.test(k)&&(b=this.rules.other.nestedBlockMarker.exec(k));)k=k.slice(b[0].length);if(!k.trim())break}if(k.replace(this.rules.other.tabCharGlobal,"    ").search(this.rules.other.nonSpaceChar)>=4||U.test(k)||D.test(k)||X.test(k)||z.test(k))break;if(!this.options.pedantic&&!C){let b=y.replace(this.rules.other.nestedContainerMarkers,"");if(this.rules.block.fences.test(b)||this.rules.block.heading.test(b)||this.rules.block.hr.test(b))break}let E=!this.options.pedantic&&/^ {0,3}(?:=+|-+) *$/.test(v)&&this.rules.block.lheading.test(`${y}
${v}`)?`    ${te.replace(/^ {0,3}/,"")}`:v;m+=`
`+E,C=!0}$=!v.trim(),t=t.substring(B.length+1),y=te.slice(L)}}let M=n.slice(x,r());o.loose||(c?o.loose=!0:this.rules.other.doubleBlankLine.test(M)&&(c=!0)),o.items.push({type:"list_item",raw:M,task:!!this.options.gfm&&this.rules.other.listIsTask.test(m),loose:!1,text:m,tokens:[]})}let p=o.items.at(-1);if(p)p.raw=p.raw.trimEnd(),p.text=p.text.trimEnd();else return;o.raw=n.slice(0,r()).trimEnd();let u=[];for(let w of o.items)if(this.lexer.state.top=!1,u.push(this.lexer.inlineQueue.length),w.tokens=this.lexer.blockTokens(w.text,[]),!o.loose){let m=w.tokens.filter(f=>f.type==="space"),x=m.length>0&&m.some(f=>this.rules.other.anyLine.test(f.raw));o.loose=x}for(let w=0;w<o.items.length;w++){let m=o.items[w],x=m.tokens[0];if(m.task&&(x?.type==="text"||x?.type==="paragraph")){m.text=m.text.replace(this.rules.other.listReplaceTask,""),x.raw=x.raw.replace(this.rules.other.listReplaceTask,""),x.text=x.text.replace(this.rules.other.listReplaceTask,"");let f=this.lexer.inlineQueue;for(let y=u[w];y<f.length;y++)if(f[y].tokens===x.tokens){f[y].src=f[y].src.replace(this.rules.other.listReplaceTask,"");break}let _=this.rules.other.listTaskCheckbox.exec(m.raw);if(_){let y={type:"checkbox",raw:_[0]+" ",checked:_[0]!=="[ ]"};m.checked=y.checked,o.loose?m.tokens[0]&&["paragraph","text"].includes(m.tokens[0].type)&&"tokens"in m.tokens[0]&&m.tokens[0].tokens?(m.tokens[0].raw=y.raw+m.tokens[0].raw,m.tokens[0].text=y.raw+m.tokens[0].text,m.tokens[0].tokens.unshift(y)):m.tokens.unshift({type:"paragraph",raw:y.raw,text:y.raw,tokens:[y]}):m.tokens.unshift(y)}}else m.task&&(m.task=!1)}if(o.loose)for(let w of o.items){w.loose=!0;for(let m of w.tokens)m.type==="text"&&(m.type="paragraph")}return o}}html(t){let e=this.rules.block.html.exec(t);if(e){if(this.lexer.state.lastToken?.type==="paragraph"&&!this.rules.other.htmlBeginRegex(4).test(t))return;let n=kc(e[0]);return{type:"html",block:!0,raw:n,pre:e[1]==="pre"||e[1]==="script"||e[1]==="style",text:n}}}def(t){let e=this.rules.block.def.exec(t);if(e){if(!this.rules.other.startAngleBracket.test(e[2])&&Ec(e[2],"()")!==-1)return;let n=Er(e[1]),r=e[2]?e[2].replace(this.rules.other.hrefBrackets,"$1").replace(this.rules.inline.anyPunctuation,"$1"):"",i=e[3]?e[3].substring(1,e[3].length-1).replace(this.rules.inline.anyPunctuation,"$1"):e[3];return{type:"def",tag:n,raw:at(e[0],`
`),href:r,title:i}}}table(t){let e=this.rules.block.table.exec(t);if(!e||!this.rules.other.tableDelimiter.test(e[2]))return;let n=_c(e[1]),r=e[2].replace(this.rules.other.tableAlignChars,"").split("|"),i=e[3]?.trim()?e[3].replace(this.rules.other.tableRowBlankLine,"").split(`
`):[],s={type:"table",raw:at(e[0],`
`),header:[],align:[],rows:[]};if(n.length===r.length){for(let o of r)this.rules.other.tableAlignRight.test(o)?s.align.push("right"):this.rules.other.tableAlignCenter.test(o)?s.align.push("center"):this.rules.other.tableAlignLeft.test(o)?s.align.push("left"):s.align.push(null);for(let o=0;o<n.length;o++)s.header.push({text:n[o],tokens:this.lexer.inline(n[o]),header:!0,align:s.align[o]});for(let o of i)s.rows.push(_c(o,s.header.length).map((a,c)=>({text:a,tokens:this.lexer.inline(a),header:!1,align:s.align[c]})));return s}}lheading(t){let e=this.rules.block.lheading.exec(t);if(e){let n=e[1].trim();return{type:"heading",raw:at(e[0],`
`),depth:e[2].charAt(0)==="="?1:2,text:n,tokens:this.lexer.inline(n)}}}paragraph(t){let e=this.rules.block.paragraph.exec(t);if(e){let n=e[1].charAt(e[1].length-1)===`
`?e[1].slice(0,-1):e[1];return{type:"paragraph",raw:e[0],text:n,tokens:this.lexer.inline(n)}}}text(t){let e=this.rules.block.text.exec(t);if(e)return{type:"text",raw:e[0],text:e[0],tokens:this.lexer.inline(e[0])}}escape(t){if(t.charCodeAt(0)!==92)return;let e=this.rules.inline.escape.exec(t);if(e)return{type:"escape",raw:e[0],text:e[1]}}tag(t){if(t.charCodeAt(0)!==60)return;let e=this.rules.inline.tag.exec(t);if(e)return!this.lexer.state.inLink&&this.rules.other.startATag.test(e[0])?this.lexer.state.inLink=!0:this.lexer.state.inLink&&this.rules.other.endATag.test(e[0])&&(this.lexer.state.inLink=!1),!this.lexer.state.inRawBlock&&this.rules.other.startPreScriptTag.test(e[0])?this.lexer.state.inRawBlock=!0:this.lexer.state.inRawBlock&&this.rules.other.endPreScriptTag.test(e[0])&&(this.lexer.state.inRawBlock=!1),{type:"html",raw:e[0],inLink:this.lexer.state.inLink,inRawBlock:this.lexer.state.inRawBlock,block:!1,text:e[0]}}link(t){if(this.lexer.state.linkParenPossible===!1)return;let e=t.charCodeAt(0);if(e!==91&&e!==33)return;let n=this.rules.inline.link.exec(t);if(n){let r=n[0].charAt(0)==="!"?2:1;if(!this.options.pedantic&&jc(t,n[1],r,this.rules))return;let i=n[2].trim();if(!this.options.pedantic&&this.rules.other.startAngleBracket.test(i)){if(!this.rules.other.endAngleBracket.test(i))return;let c=at(i.slice(0,-1),"\\");if((i.length-c.length)%2===0)return}else{let c=Ec(n[2],"()");if(c===-2)return;if(c>-1){let p=(n[0].indexOf("!")===0?5:4)+n[1].length+c;n[2]=n[2].substring(0,c),n[0]=n[0].substring(0,p).trim(),n[3]=""}}let s=at(n[0].slice(0,-1),"\\");if((n[0].length-s.length)%2===0)return;let o=n[2],a="";if(this.options.pedantic){let c=this.rules.other.pedanticHrefTitle.exec(o);c&&(o=c[1],a=c[3])}else a=n[3]?n[3].slice(1,-1):"";return o=o.trim(),this.rules.other.startAngleBracket.test(o)&&(this.options.pedantic&&!this.rules.other.endAngleBracket.test(i)?o=o.slice(1):o=o.slice(1,-1)),vc(n,{href:o&&o.replace(this.rules.inline.anyPunctuation,"$1"),title:a&&a.replace(this.rules.inline.anyPunctuation,"$1")},n[0],this.lexer,this.rules)}}reflink(t,e){let n=t.charCodeAt(0);if(n!==91&&n!==33)return;let r;if((r=this.rules.inline.reflink.exec(t))||(r=this.rules.inline.nolink.exec(t))){let i=r[0].charAt(0)==="!"?2:1;if(!this.options.pedantic&&jc(t,r[1],i,this.rules))return;let s=e[Er(r[2]||r[1])];if(!s){let o=r[0].charAt(0);return{type:"text",raw:o,text:o}}return vc(r,s,r[0],this.lexer,this.rules)}}emStrong(t,e,n=""){let r=this.rules.inline.emStrongLDelim.exec(t);if(!r||!r[1]&&!r[2]&&!r[3]&&!r[4])return;let i=r[0][0],s=n===i,o=e.length-t.length,a=o;for(;!this.options.pedantic&&a>0&&e[a-1]===i;)a--;let c=[...e.slice(Math.max(0,a-2),a)].at(-1)??"",p=c==="*"||c==="_"||!!this.rules.inline.punctuation.exec(c);a<o&&(n=c);let u=a<o?p:n==="*"||n==="_"||!!this.rules.inline.punctuation.exec(n);if(r[4]&&n.match(this.rules.other.unicodeAlphaNumeric))return;let w=r[1]||r[3]||"";if(!w||!n||u){let m=[...r[0]].length-1,x,f,_=m,y=0,v=o-a+m,$=!this.options.pedantic&&!!c.trim()&&(!!w||i==="*"&&!p);if(i!=="*"&&i!=="_")return;let L=i==="*"?this.rules.inline.emStrongRDelimAst:this.rules.inline.emStrongRDelimUnd,M=Dc(this,e,i),N=e.length-t.length+m;if(M<N)return;e=e.slice(-1*t.length+m);let z=M-N;for(L.lastIndex=0;(r=L.exec(e))!==null&&!(r.index>z);){if(x=r[1]||r[2]||r[3]||r[4]||r[5]||r[6],!x)continue;if(f=[...x].length,r[3]||r[4]){_+=f;continue}else if((r[5]||r[6]||$)&&v%3&&!((v+f)%3)){if(s&&(r[5]||r[6]))break;y+=f;continue}if(_-=f,_>0)continue;f=Math.min(f,f+_+y);let U=[...r[0]][0].length,D=t.slice(0,m+r.index+U+f);if(Math.min(m,f)%2){let re=D.slice(1,-1);return{type:"em",raw:D,text:re,tokens:this.lexer.inlineTokens(re)}}let X=D.slice(2,-2);return{type:"strong",raw:D,text:X,tokens:this.lexer.inlineTokens(X)}}}}codespan(t){if(t.charCodeAt(0)!==96)return;let e=this.rules.inline.code.exec(t);if(e){let n=e[2].replace(this.rules.other.newLineCharGlobal," "),r=this.rules.other.nonSpaceChar.test(n),i=this.rules.other.startingSpaceChar.test(n)&&this.rules.other.endingSpaceChar.test(n);return r&&i&&(n=n.substring(1,n.length-1)),{type:"codespan",raw:e[0],text:n}}}br(t){let e=t.charCodeAt(0);if(e!==32&&e!==92&&e!==10)return;let n=this.rules.inline.br.exec(t);if(n)return{type:"br",raw:n[0]}}del(t,e,n=""){if(t.charCodeAt(0)!==126)return;let r=this.rules.inline.delLDelim.exec(t);if(r&&(!r[1]||!n||this.rules.inline.punctuation.exec(n))){let i=[...r[0]].length-1,s,o,a=i,c=this.rules.inline.delRDelim,p=$c(this,e),u=e.length-t.length+i;if(p<u)return;e=e.slice(-1*t.length+i);let w=p-u;for(c.lastIndex=0;(r=c.exec(e))!==null&&!(r.index>w);){if(s=r[1]||r[2]||r[3]||r[4]||r[5]||r[6],!s||(o=[...s].length,o!==i))continue;if(r[3]||r[4]){a+=o;continue}if(a-=o,a>0)continue;o=Math.min(o,o+a);let m=[...r[0]][0].length,x=t.slice(0,i+r.index+m+o),f=x.slice(i,-i);return{type:"del",raw:x,text:f,tokens:this.lexer.inlineTokens(f)}}}}autolink(t){if(t.charCodeAt(0)!==60)return;let e=this.rules.inline.autolink.exec(t);if(e){let n,r;return e[2]==="@"?(n=e[1],r="mailto:"+n):(n=e[1],r=n),{type:"link",raw:e[0],text:n,href:r,autolink:!0,tokens:[{type:"text",raw:n,text:n}]}}}url(t){let e;if(e=this.rules.inline.url.exec(t)){let n,r;if(e[2]==="@")n=e[0],r="mailto:"+n;else{let i;do i=e[0],e[0]=this.rules.inline._backpedal.exec(e[0])?.[0]??"";while(i!==e[0]);n=e[0],e[1]==="www."?r="http://"+e[0]:r=e[0]}return{type:"link",raw:e[0],text:n,href:r,autolink:!0,tokens:[{type:"text",raw:n,text:n}]}}}inlineText(t){let e=this.rules.inline.text.exec(t);if(e){let n=this.lexer.state.inRawBlock;return{type:"text",raw:e[0],text:n?e[0]:$f(e[0]),escaped:n}}}},qe=class fs{tokens;options;state;inlineQueue;tokenizer;constructor(e){this.tokens=[],this.tokens.links=Object.create(null),this.options=e||Rt,this.options.tokenizer=this.options.tokenizer||new St,this.tokenizer=this.options.tokenizer,this.tokenizer.options=this.options,this.tokenizer.lexer=this,this.inlineQueue=[],this.state={inLink:!1,inRawBlock:!1,linkEmitted:!1,linkParenPossible:!0,top:!0};let n={other:be,block:xr.normal,inline:vn.normal};this.options.pedantic?(n.block=xr.pedantic,n.inline=vn.pedantic):this.options.gfm&&(n.block=xr.gfm,this.options.breaks?n.inline=vn.breaks:n.inline=vn.gfm),this.tokenizer.rules=n}static get rules(){return{block:xr,inline:vn}}static lex(e,n){return new fs(n).lex(e)}static lexInline(e,n){return new fs(n).inlineTokens(e)}lex(e){e=e.replace(be.carriageReturn,`
`),this.blockTokens(e,this.tokens);for(let n=0;n<this.inlineQueue.length;n++){let r=this.inlineQueue[n];this.state.inRawBlock=!1,this.inlineTokens(r.src,r.tokens)}return this.inlineQueue=[],this.tokens}blockTokens(e,n=[],r=!1){this.tokenizer.lexer=this;let i=this.state.lastToken;this.options.pedantic&&(e=e.replace(be.tabCharGlobal,"    ").replace(be.spaceLine,""));let s=1/0,o,a=this.options.gfm&&!this.options.pedantic&&this.tokenizer.paragraph===St.prototype.paragraph;for(;e;){if(e.length<s)s=e.length;else{this.infiniteLoopError(e.charCodeAt(0));break}this.state.lastToken=n.at(-1);let c;if(this.options.extensions?.block?.some(u=>(c=u.call({lexer:this},e,n))?(e=e.substring(c.raw.length),n.push(c),!0):!1))continue;if(c=this.tokenizer.space(e)){e=e.substring(c.raw.length);let u=n.at(-1);c.raw.length===1&&u!==void 0?u.raw+=`
`:n.push(c);continue}if(c=this.tokenizer.code(e)){e=e.substring(c.raw.length);let u=n.at(-1);u?.type==="paragraph"||u?.type==="text"?(u.raw+=(u.raw.endsWith(`
`)?"":`
`)+c.raw,u.text+=`
`+c.text,this.inlineQueue.at(-1).src=u.text):n.push(c);continue}if(c=this.tokenizer.fences(e)){e=e.substring(c.raw.length),n.push(c);continue}if(c=this.tokenizer.heading(e)){e=e.substring(c.raw.length),n.push(c);continue}if(c=this.tokenizer.hr(e)){e=e.substring(c.raw.length),n.push(c);continue}if(c=this.tokenizer.blockquote(e)){e=e.substring(c.raw.length),n.push(c);continue}if(c=this.tokenizer.list(e)){e=e.substring(c.raw.length),n.push(c);continue}if(c=this.tokenizer.html(e)){e=e.substring(c.raw.length),n.push(c);continue}if(c=this.tokenizer.def(e)){e=e.substring(c.raw.length);let u=n.at(-1);u?.type==="paragraph"||u?.type==="text"?(u.raw+=(u.raw.endsWith(`
`)?"":`
`)+c.raw,u.text+=`
`+c.raw,this.inlineQueue.at(-1).src=u.text):(this.tokens.links[c.tag]||(this.tokens.links[c.tag]={href:c.href,title:c.title}),n.push(c));continue}if(c=this.tokenizer.table(e)){e=e.substring(c.raw.length),n.push(c);continue}if(c=this.tokenizer.lheading(e)){e=e.substring(c.raw.length),n.push(c);continue}let p=e;if(this.options.extensions?.startBlock){let u=1/0,w=e.slice(1),m;this.options.extensions.startBlock.forEach(x=>{m=x.call({lexer:this},w),typeof m=="number"&&m>=0&&(u=Math.min(u,m))}),u<1/0&&u>=0&&(p=e.substring(0,u+1))}if(this.state.top&&(c=this.tokenizer.paragraph(p))){let u=n.at(-1);(r||u===o&&a)&&u?.type==="paragraph"?(u.raw+=(u.raw.endsWith(`
`)?"":`
`)+c.raw,u.text+=`
`+c.text,this.inlineQueue.pop(),this.inlineQueue.at(-1).src=u.text,o=u):(n.push(c),o=c),r=p.length!==e.length,e=e.substring(c.raw.length);continue}if(c=this.tokenizer.text(e)){e=e.substring(c.raw.length);let u=n.at(-1);u?.type==="text"?(u.raw+=(u.raw.endsWith(`
`)?"":`
`)+c.raw,u.text+=`
`+c.text,this.inlineQueue.pop(),this.inlineQueue.at(-1).src=u.text):n.push(c);continue}if(e){this.infiniteLoopError(e.charCodeAt(0));break}}return this.state.top=!0,this.state.lastToken=i,n}inline(e,n=[]){return this.inlineQueue.push({src:e,tokens:n}),n}linkInText(e){if(!e.includes("["))return!1;let n=this.tokenizer.rules.inline.link;for(let r of e.matchAll(this.tokenizer.rules.inline.blockSkip))if(n.test(r[0])&&e.charAt(r.index-1)!=="!")return!0;for(let r of e.matchAll(this.tokenizer.rules.inline.reflinkSearch)){let i=r[0],s=i.lastIndexOf("[");if(!(i.charAt(0)==="!"||!Object.hasOwn(this.tokens.links,Er(i.slice(s+1,-1))))&&!(s>1&&this.linkInText(i.slice(1,s-1))))return!0}return!1}inlineTokens(e,n=[]){this.tokenizer.lexer=this;let r=this.state.linkParenPossible;this.state.linkParenPossible=e.includes(")");try{return this.#t(e,n)}finally{this.state.linkParenPossible=r}}#t(e,n){let r=e.includes("*")||e.includes("_")||e.includes("~"),i=r||this.options.hooks?.emStrongMask||this.tokenizer.emStrong!==St.prototype.emStrong||this.tokenizer.del!==St.prototype.del?this.#r(e):e;if(!r)return this.#e(e,i,n);Pf(this.tokenizer,i);try{return this.#e(e,i,n)}finally{Bf(this.tokenizer)}}#e(e,n,r){let i=!1,s="",o=1/0;for(;e;){if(e.length<o)o=e.length;else{this.infiniteLoopError(e.charCodeAt(0));break}i||(s=""),i=!1;let a;if(this.options.extensions?.inline?.some(u=>(a=u.call({lexer:this},e,r))?(e=e.substring(a.raw.length),r.push(a),!0):!1))continue;if(a=this.tokenizer.escape(e)){e=e.substring(a.raw.length),r.push(a);continue}if(a=this.tokenizer.tag(e)){e=e.substring(a.raw.length),r.push(a);continue}if(a=this.tokenizer.link(e)){e=e.substring(a.raw.length),r.push(a);continue}if(a=this.tokenizer.reflink(e,this.tokens.links)){e=e.substring(a.raw.length);let u=r.at(-1);a.type==="text"&&u?.type==="text"?(u.raw+=a.raw,u.text+=a.text):r.push(a);continue}let c=e[0];if(c==="*"||c==="_"){let u=n.length-e.length;if(Dc(this.tokenizer,n,c)<=u){let w=1;for(;w<e.length&&e.charCodeAt(w)===c.charCodeAt(0);)w++;let m=e.substring(0,w),x=r.at(-1);x?.type==="text"&&!x.escaped?(x.raw+=m,x.text+=m):r.push({type:"text",raw:m,text:m,escaped:!1}),e=e.substring(w),s=c,i=!0;continue}}else if(c==="~"){let u=n.length-e.length;if($c(this.tokenizer,n)<=u){let w=1;for(;w<e.length&&e.charCodeAt(w)===126;)w++;let m=e.substring(0,w),x=r.at(-1);x?.type==="text"&&!x.escaped?(x.raw+=m,x.text+=m):r.push({type:"text",raw:m,text:m,escaped:!1}),e=e.substring(w),s=c,i=!0;continue}}if(a=this.tokenizer.emStrong(e,n,s)){e=e.substring(a.raw.length),r.push(a);continue}if(a=this.tokenizer.codespan(e)){e=e.substring(a.raw.length),r.push(a);continue}if(a=this.tokenizer.br(e)){e=e.substring(a.raw.length),r.push(a);continue}if(a=this.tokenizer.del(e,n,s)){e=e.substring(a.raw.length),r.push(a);continue}if(a=this.tokenizer.autolink(e)){e=e.substring(a.raw.length),r.push(a);continue}if(!this.state.inLink&&(a=this.tokenizer.url(e))){e=e.substring(a.raw.length),r.push(a);continue}let p=e;if(this.options.extensions?.startInline){let u=1/0,w=e.slice(1),m;this.options.extensions.startInline.forEach(x=>{m=x.call({lexer:this},w),typeof m=="number"&&m>=0&&(u=Math.min(u,m))}),u<1/0&&u>=0&&(p=e.substring(0,u+1))}if(a=this.tokenizer.inlineText(p)){e=e.substring(a.raw.length),a.raw.slice(-1)!=="_"&&(s=a.raw.slice(-1)),i=!0;let u=r.at(-1);u?.type==="text"?(u.raw+=a.raw,u.text+=a.text):r.push(a);continue}if(e){this.infiniteLoopError(e.charCodeAt(0));break}}return r}#n(e){let{blockSkip:n,tag:r,autolink:i}=this.tokenizer.rules.inline,s="",o=0,a;for(n.lastIndex=0;a=n.exec(e);){let c=a.index+(a[2]?a[2].length:0),p=a.index+a[0].length;if(e.charAt(c)==="<"){let u=e.slice(c),w=r.exec(u)||i.exec(u);if(!w){n.lastIndex=c+1;continue}p=c+w[0].length,n.lastIndex=p}s+=e.slice(o,c)+"["+"a".repeat(p-c-2)+"]",o=p}return s+e.slice(o)}#r(e){let n=e;if(this.tokens.links&&e.includes("[")){let r=this.tokenizer.rules.inline.reflinkSearch,i=s=>{let o=s.lastIndexOf("[");if(!Object.hasOwn(this.tokens.links,Er(s.slice(o+1,-1))))return s;if(o>1&&s.charAt(0)!=="!"){let a=s.slice(1,o-1);if(this.linkInText(a))return"["+a.replace(r,i)+"]["+"a".repeat(s.length-o-2)+"]"}return"["+"a".repeat(s.length-2)+"]"};n=n.replace(r,i)}return n=n.replace(this.tokenizer.rules.inline.anyPunctuationOutsideCode,(r,i,s)=>s?"+".repeat(r.length):i?i+r.slice(i.length,-i.length).replace(/`/g,"+")+i:r),n=this.#n(n),n=this.options.hooks?.emStrongMask?.call({lexer:this},n)??n,n}infiniteLoopError(e){let n="Infinite loop on byte: "+e;if(this.options.silent)console.error(n);else throw new Error(n)}},vr=class{options;parser;constructor(t){this.options=t||Rt}space(t){return""}code({text:t,lang:e,escaped:n}){let r=(e||"").match(be.notSpaceStart)?.[0],i=t?t.replace(be.endingNewline,"")+`
`:"";return r?'<pre><code class="language-'+Ne(r)+'">'+(n?i:Ne(i,!0))+`</code></pre>
`:"<pre><code>"+(n?i:Ne(i,!0))+`</code></pre>
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
`}strong({tokens:t}){return`<strong>${this.parser.parseInline(t)}</strong>`}em({tokens:t}){return`<em>${this.parser.parseInline(t)}</em>`}codespan({text:t}){return`<code>${Ne(t,!0)}</code>`}br(t){return"<br>"}del({tokens:t}){return`<del>${this.parser.parseInline(t)}</del>`}link({href:t,title:e,text:n,tokens:r,autolink:i}){let s=i?Ne(n,!0):this.parser.parseInline(r),o=xc(t);if(o===null)return s;t=Ne(o,i);let a='<a href="'+t+'"';return e&&(a+=' title="'+Ne(e)+'"'),a+=">"+s+"</a>",a}image({href:t,title:e,text:n,tokens:r}){r&&(n=this.parser.parseInline(r,this.parser.textRenderer));let i=xc(t);if(i===null)return Ne(n);t=i;let s=`<img src="${Ne(t)}" alt="${Ne(n)}"`;return e&&(s+=` title="${Ne(e)}"`),s+=">",s}text(t){return"tokens"in t&&t.tokens?this.parser.parseInline(t.tokens):"escaped"in t&&t.escaped?t.text:Ne(t.text)}},js=class{parser;strong({text:t,tokens:e}){return e?this.parser.parseInline(e,this):t}em({text:t,tokens:e}){return e?this.parser.parseInline(e,this):t}codespan({text:t}){return t}del({text:t,tokens:e}){return e?this.parser.parseInline(e,this):t}html({text:t}){return t}text({text:t}){return t}link({text:t,tokens:e}){return e?this.parser.parseInline(e,this):t}image({text:t,tokens:e}){return e?this.parser.parseInline(e,this):t}br(){return`
`}checkbox({raw:t}){return t}},He=class gs{options;renderer;textRenderer;constructor(e){this.options=e||Rt,this.options.renderer=this.options.renderer||new vr,this.renderer=this.options.renderer,this.renderer.options=this.options,this.renderer.parser=this,this.textRenderer=new js,this.textRenderer.parser=this}static parse(e,n){return new gs(n).parse(e)}static parseInline(e,n){return new gs(n).parseInline(e)}parse(e){this.renderer.parser=this;let n="";for(let r=0;r<e.length;r++){let i=e[r];if(this.options.extensions?.renderers?.[i.type]){let o=i,a=this.options.extensions.renderers[o.type].call({parser:this},o);if(a!==!1||!["space","hr","heading","code","table","blockquote","list","checkbox","html","def","paragraph","text"].includes(o.type)){n+=a===!1?"":a??"";continue}}let s=i;switch(s.type){case"space":{n+=this.renderer.space(s);break}case"hr":{n+=this.renderer.hr(s);break}case"heading":{n+=this.renderer.heading(s);break}case"code":{n+=this.renderer.code(s);break}case"table":{n+=this.renderer.table(s);break}case"blockquote":{n+=this.renderer.blockquote(s);break}case"list":{n+=this.renderer.list(s);break}case"checkbox":{n+=this.renderer.checkbox(s);break}case"html":{n+=this.renderer.html(s);break}case"def":{n+=this.renderer.def(s);break}case"paragraph":{n+=this.renderer.paragraph(s);break}case"text":{n+=this.renderer.text(s);break}default:{let o='Token with "'+s.type+'" type was not found.';if(this.options.silent)return console.error(o),"";throw new Error(o)}}}return n}parseInline(e,n=this.renderer){this.renderer.parser=this;let r="";for(let i=0;i<e.length;i++){let s=e[i];if(this.options.extensions?.renderers?.[s.type]){let a=this.options.extensions.renderers[s.type].call({parser:this},s);if(a!==!1||!["escape","html","link","image","checkbox","strong","em","codespan","br","del","text"].includes(s.type)){r+=a===!1?"":a??"";continue}}let o=s;switch(o.type){case"escape":{r+=n.text(o);break}case"html":{r+=n.html(o);break}case"link":{r+=n.link(o);break}case"image":{r+=n.image(o);break}case"checkbox":{r+=n.checkbox(o);break}case"strong":{r+=n.strong(o);break}case"em":{r+=n.em(o);break}case"codespan":{r+=n.codespan(o);break}case"br":{r+=n.br(o);break}case"del":{r+=n.del(o);break}case"text":{r+=n.text(o);break}default:{let a='Token with "'+o.type+'" type was not found.';if(this.options.silent)return console.error(a),"";throw new Error(a)}}}return r}},jn=class{options;block;constructor(t){this.options=t||Rt}static passThroughHooks=new Set(["preprocess","postprocess","processAllTokens","emStrongMask"]);static passThroughHooksRespectAsync=new Set(["preprocess","postprocess","processAllTokens"]);preprocess(t){return t}postprocess(t){return t}processAllTokens(t){return t}emStrongMask(t){return t}provideLexer(t=this.block){return t?qe.lex:qe.lexInline}provideParser(t=this.block){return t?He.parse:He.parseInline}};function gt(t,e){if(Array.isArray(e))for(let n=0;n<e.length;n++)t.push(e[n]);else t.push(e)}var Ts=class{defaults=ms();options=this.setOptions;parse=this.parseMarkdown(!0);parseInline=this.parseMarkdown(!1);Parser=He;Renderer=vr;TextRenderer=js;Lexer=qe;Tokenizer=St;Hooks=jn;constructor(...t){this.use(...t)}walkTokens(t,e){let n=[];for(let r of t)switch(gt(n,e.call(this,r)),r.type){case"table":{let i=r;for(let s of i.header)gt(n,this.walkTokens(s.tokens,e));for(let s of i.rows)for(let o of s)gt(n,this.walkTokens(o.tokens,e));break}case"list":{let i=r;gt(n,this.walkTokens(i.items,e));break}default:{let i=r;this.defaults.extensions?.childTokens?.[i.type]?this.defaults.extensions.childTokens[i.type].forEach(s=>{let o=i[s].flat(1/0);gt(n,this.walkTokens(o,e))}):i.tokens&&gt(n,this.walkTokens(i.tokens,e))}}return n}use(...t){let e=this.defaults.extensions||{renderers:Object.create(null),childTokens:Object.create(null)};return t.forEach(n=>{let r={...n};if(r.async=this.defaults.async||r.async||!1,n.extensions&&(n.extensions.forEach(i=>{if(!i.name)throw new Error("extension name required");if("renderer"in i){let s=e.renderers[i.name];s?e.renderers[i.name]=function(...o){let a=i.renderer.apply(this,o);return a===!1&&(a=s.apply(this,o)),a}:e.renderers[i.name]=i.renderer}if("tokenizer"in i){if(!i.level||i.level!=="block"&&i.level!=="inline")throw new Error("extension level must be 'block' or 'inline'");let s=e[i.level];s?s.unshift(i.tokenizer):e[i.level]=[i.tokenizer],i.start&&(i.level==="block"?e.startBlock?e.startBlock.push(i.start):e.startBlock=[i.start]:i.level==="inline"&&(e.startInline?e.startInline.push(i.start):e.startInline=[i.start]))}"childTokens"in i&&i.childTokens&&(e.childTokens[i.name]=i.childTokens)}),r.extensions=e),n.renderer){let i=this.defaults.renderer||new vr(this.defaults);for(let s in n.renderer){if(!(s in i))throw new Error(`renderer '${s}' does not exist`);if(["options","parser"].includes(s))continue;let o=s,a=n.renderer[o],c=i[o];i[o]=(...p)=>{let u=a.apply(i,p);return u===!1&&(u=c.apply(i,p)),u===!1?"":u??""}}r.renderer=i}if(n.tokenizer){let i=this.defaults.tokenizer||new St(this.defaults);for(let s in n.tokenizer){if(!(s in i))throw new Error(`tokenizer '${s}' does not exist`);if(["options","rules","lexer"].includes(s))continue;let o=s,a=n.tokenizer[o],c=i[o];i[o]=(...p)=>{let u=a.apply(i,p);return u===!1&&(u=c.apply(i,p)),u}}r.tokenizer=i}if(n.hooks){let i=this.defaults.hooks||new jn;for(let s in n.hooks){if(!(s in i))throw new Error(`hook '${s}' does not exist`);if(["options","block"].includes(s))continue;let o=s,a=n.hooks[o],c=i[o];jn.passThroughHooks.has(s)?i[o]=p=>{if(i.options.async&&jn.passThroughHooksRespectAsync.has(s))return(async()=>{let w=await a.call(i,p);return c.call(i,w)})();let u=a.call(i,p);return c.call(i,u)}:i[o]=(...p)=>{if(i.options.async)return(async()=>{let w=await a.apply(i,p);return w===!1&&(w=await c.apply(i,p)),w})();let u=a.apply(i,p);return u===!1&&(u=c.apply(i,p)),u}}r.hooks=i}if(n.walkTokens){let i=this.defaults.walkTokens,s=n.walkTokens;r.walkTokens=function(o){let a=[];return gt(a,s.call(this,o)),i&&gt(a,i.call(this,o)),a}}this.defaults={...this.defaults,...r}}),this}setOptions(t){return this.defaults={...this.defaults,...t},this}lexer(t,e){return qe.lex(t,e??this.defaults)}parser(t,e){return He.parse(t,e??this.defaults)}parseMarkdown(t){return(e,n)=>{let r={...n},i={...this.defaults,...r},s=this.onError(!!i.silent,!!i.async);if(this.defaults.async===!0&&r.async===!1)return s(new Error("marked(): The async option was set to true by an extension. Remove async: false from the parse options object to return a Promise."));if(typeof e>"u"||e===null)return s(new Error("marked(): input parameter is undefined or null"));if(typeof e!="string")return s(new Error("marked(): input parameter is of type "+Object.prototype.toString.call(e)+", string expected"));if(i.hooks&&(i.hooks.options=i,i.hooks.block=t),i.async)return(async()=>{let o=i.hooks?await i.hooks.preprocess(e):e,a=await(i.hooks?await i.hooks.provideLexer(t):t?qe.lex:qe.lexInline)(o,i),c=i.hooks?await i.hooks.processAllTokens(a):a;i.walkTokens&&await Promise.all(this.walkTokens(c,i.walkTokens));let p=await(i.hooks?await i.hooks.provideParser(t):t?He.parse:He.parseInline)(c,i);return i.hooks?await i.hooks.postprocess(p):p})().catch(s);try{i.hooks&&(e=i.hooks.preprocess(e));let o=(i.hooks?i.hooks.provideLexer(t):t?qe.lex:qe.lexInline)(e,i);i.hooks&&(o=i.hooks.processAllTokens(o)),i.walkTokens&&this.walkTokens(o,i.walkTokens);let a=(i.hooks?i.hooks.provideParser(t):t?He.parse:He.parseInline)(o,i);return i.hooks&&(a=i.hooks.postprocess(a)),a}catch(o){return s(o)}}}onError(t,e){return n=>{if(n.message+=`
Please report this to https://github.com/markedjs/marked.`,t){let r="<p>An error occurred:</p><pre>"+Ne(n.message+"",!0)+"</pre>";return e?Promise.resolve(r):r}if(e)return Promise.reject(n);throw n}}},At=new Ts;function ie(t,e){return At.parse(t,e)}ie.options=ie.setOptions=function(t){return At.setOptions(t),ie.defaults=At.defaults,Tc(ie.defaults),ie};ie.getDefaults=ms;ie.defaults=Rt;function Ff(...t){return At.use(...t),ie.defaults=At.defaults,Tc(ie.defaults),ie}ie.use=Ff;ie.walkTokens=function(t,e){return At.walkTokens(t,e)};ie.parseInline=At.parseInline;ie.Parser=He;ie.parser=He.parse;ie.Renderer=vr;ie.TextRenderer=js;ie.Lexer=qe;ie.lexer=qe.lex;ie.Tokenizer=St;ie.Hooks=jn;ie.parse=ie;var e0=ie.options,t0=ie.setOptions,n0=ie.walkTokens,r0=ie.parseInline;var i0=He.parse,s0=qe.lex;h();var Pc=/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/,qf=/[\u202a-\u202e\u2066-\u2069]/,Hf={escape:t=>t==="["?"sequence":"]PX^_".includes(t)?"string":t>=" "&&t<="/"?"escape":t<" "?null:"text",sequence:t=>t>=" "&&t<="?"?"sequence":t>="@"&&t<="~"?"text":null,string:t=>t==="\x07"?"text":t===`
`||t==="\r"?null:"string"},Nt=class{constructor(){this.place="text",this.returned=!1}push(e){if(this.place==="text"&&!this.returned&&!Pc.test(e))return e;let n="";for(let r=0;r<e.length;r++)n+=this.take(e[r]);return n}take(e){if(e==="\x1B")return this.place="escape","";if(this.place!=="text"){let r=Hf[this.place](e);if(this.place=r??"text",r)return""}let n=this.returned&&e===`
`;return this.returned=e==="\r",n?"":e==="\r"?`
`:Pc.test(e)?qf.test(e)?`⟨U+${e.charCodeAt(0).toString(16).toUpperCase()}⟩`:"":e}},Bc=t=>new Nt().push(t);h();var Uc=/^#{1,6}[ \t\n]/,Ss=/^ {0,3}(?:`{3,}[^`\n]*\n|~{3})/,zc=/^[ \t]*[^\s]/,Wf=/^ {0,3}[^\s]/,Gf=/^(?:[^-*+0-9\s]|[-*+][^\s]|\d{1,9}[^\d.)\s]|\d{1,9}[.)][^\s]|\d{1,9}\s|\d{10})/,Kf=/^(?:[\p{L}("'[<>]|\d{1,9}[^\d.)\n]|\d{10})/u,Yf=/^(?:[-*+]|\d{1,9}[.)])[ \t]+[^\s]/,Xf=/^\|/,Fc=/^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)/,Vf=/^(?:([-*+])|(\d{1,9})([.)]))(?:[ \t]|$)/,Zf=/^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/,Jf=/^ {0,3}(`{3,}|~{3,})/,Rn=class{constructor(){this.done=[],this.line="",this.decided=!1,this.kind=null,this.source="",this.head="",this.lines=0,this.blank=!1,this.continues=!1,this.start=null,this.items=null,this.closing=/$^/}begin(e,n="",r=null){this.kind=n?"table":null,this.source=this.head=n,this.lines=0,this.blank=!1,this.continues=e,this.start=r,this.items=null}push(e){let n=0;for(let r=e.indexOf(`
`);r>=0;r=e.indexOf(`
`,n))this.line+=e.slice(n,r),this.cutLine(),this.look(`${this.line}
`),this.take(),n=r+1;return this.line+=e.slice(n),this.cutLine(),this.line&&this.look(this.line),this.done.splice(0)}get open(){if(!(this.kind===null&&!this.line.trim()))return this.block(this.source+this.line)}block(e){return{kind:this.kind??"text",source:e,continues:this.continues,start:this.start}}look(e){if(this.decided||this.kind===null||this.kind==="code")return;let n=this.isLong(e);if(!n&&!this.startsBlock(e))return;this.decided=!0;let{head:r,items:i}=this;if(this.finish(),!n)return this.begin(!1);this.begin(!0,r,i&&i.first>=0?i.first+i.count:null)}startsBlock(e){return Uc.test(e)?!0:this.kind==="list"?Ss.test(e)&&e[0]!==" "?!0:this.blank&&Gf.test(e):Ss.test(e)?!0:this.kind==="heading"?zc.test(e):this.blank&&Wf.test(e)}isLong(e){let n=this.source.length;return n>=12e3?zc.test(e):this.kind==="list"?n>=2e3&&this.items!==null&&Yf.test(e):this.blank||this.kind==="heading"?!1:this.kind==="table"?n>=8e3&&Xf.test(e):n>=2e3&&Kf.test(e)}take(){let e=this.line;if(this.line="",this.decided=!1,this.kind==="code"){this.source+=`${e}
`,this.closing.test(e)&&this.end();return}this.blank=!e.trim(),!(this.blank&&this.kind===null)&&(this.blank||this.classify(e),this.source+=`${e}
`,this.lines++)}classify(e){let n=this.kind===null&&Ss.test(`${e}
`)&&Jf.exec(e);n?(this.kind="code",this.closing=new RegExp(`^ {0,3}${n[1]}${n[1][0]}* *$`)):this.kind===null?this.kind=Fc.test(e)?"list":Uc.test(`${e}
`)?"heading":"text":this.kind==="text"&&(Fc.test(e)?this.kind="list":this.lines===1&&Zf.test(e)&&this.source.includes("|")&&(this.kind="table",this.head=`${this.source}${e}
`)),this.kind==="list"&&this.count(e)}count(e){let n=Vf.exec(e);if(!n)return;let r=n[1]??n[3];this.items?.mark===r?this.items.count++:this.items={mark:r,first:this.firstNumber(n[2]),count:1}}firstNumber(e){return e===void 0?-1:this.lines===0&&this.start!==null?this.start:Number(e)}finish(){this.done.push(this.block(this.source))}end(){this.finish(),this.begin(!1)}cutLine(){for(;this.kind!=="code"&&this.line.length>8500;){this.look(this.line.slice(0,8500));let e=this.line.slice(8e3,8500).search(/(?<=\s)\p{L}/u),n=/[\udc00-\udfff]/.test(this.line[8500])?1:0,r=e<0?8500+n:8e3+e,i=this.line.slice(r);this.kind??="text",this.source+=this.line.slice(0,r),this.finish(),this.begin(!0),this.line=i,this.decided=!0}}};function qc(t){let e=new Rn,n=e.push(t);return e.open?[...n,e.open]:n}function jr(t){let e=t.indexOf(`
`),[,n,r]=/^( {0,3})(`{3,}|~{3,})/.exec(t),i=t.slice(n.length+r.length,e).trim().split(/\s+/)[0]??"",s=new RegExp(`(?:^|\\n) {0,3}${r}${r[0]}* *\\n?$`),o=t.slice(e+1),a=s.exec(o);return a?o=o.slice(0,a.index):o.endsWith(`
`)&&(o=o.slice(0,-1)),n&&(o=o.replace(new RegExp(`^ {1,${n.length}}`,"gm"),"")),{lang:i,code:o}}h();var Qf=String.raw`(?:[-*+]|\d{1,9}[.)])`,eg=String.raw`[-*+_=#|:~$\x60]+|[-*+]|\d{1,9}[.)]?|${Qf}[ \t]+\[[ xX]?\]?|[-:| \t]*`,tg=new RegExp(String.raw`(?:^|\n)[ \t>]*(?:${eg})[ \t]*$`),ng=/(?:^|\n)[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?:`{3,}[^`\n]*|~{3,}[^\n]*)$/,Hc=String.raw`(?!\n[ \t]*\n)`,As=String.raw` {0,3}(?:\$\$(?:${Hc}[^$]){1,2000}\$\$|\\\[(?:${Hc}[^]){1,2000}?\\\])`,rg=new RegExp(`^${As}`,"gm"),ig=/!\[[^\]\n]*(?:\](?:\([^()\s]*)?)?$|\[([^[\]\n]*)(?:\](?:\([^()\n]*)?)?$/;function Gc(t){let e=t.replace(ng,"").replace(tg,""),n=sg(e);if(n)return`${e}
${n}`;if(og(e))return`${Wc(e)}
${ag(e)}`;let r=e.lastIndexOf(`
`)+1;return e.slice(0,r)+Wc(e.slice(r))}function sg(t){let e=t.split(/\n[ \t]*\n/).at(-1)??"",n=/^ {0,3}(\$\$|\\\[)/m.exec(e.replace(rg,""));return n&&(n[1]==="$$"?"$$":"\\]")}var og=t=>/^\|[^\n]*[^\s|][^\n]*$/.test(t);function ag(t){let e=t.replace(/\\\|/g,"").replace(/\|?\s*$/,"").split("|").length-1;return`|${"---|".repeat(e)}`}function Wc(t){let e=cg(t);if(e>=0){let i=/^`+/.exec(t.slice(e))?.[0]??"";return t.length>e+i.length?t+i:t.slice(0,e)}let r=t.replace(ig,"$1").replace(/[*_~`]+$/,i=>lg(t,i)?i:"").trimEnd();return r+Kc(r).reverse().join("")}function cg(t){for(let e=t.indexOf("`");e>=0;e=t.indexOf("`",e)){let n=/^`+/.exec(t.slice(e))?.[0]??"",r=t.slice(e+n.length),i=new RegExp(`(?<!\`)${n}(?!\`)`).exec(r);if(!i)return e;e+=n.length+i.index+n.length}return-1}function lg(t,e){if(e.includes("`"))return!0;let n=t.slice(0,-e.length);return!/(?:^|\s)$/.test(n)&&Kc(n).reverse().join("")===e}function Kc(t){let e=[],n=t.replace(/\\.|(`+)[^`]*\1|\$[^$\s][^$]*\$|https?:\/\/\S+/g,r=>"x".repeat(r.length));for(let{0:r,index:i}of n.matchAll(/\*\*|\*|__|_|~~/g)){let[s,o]=[n[i-1]??" ",n[i+r.length]??" "];r[0]==="_"&&/[\p{L}\p{N}]/u.test(s)&&/[\p{L}\p{N}]/u.test(o)||(e.at(-1)===r&&!/\s/.test(s)?e.pop():/\s/.test(o)||e.push(r))}return e}h();var Tr=t=>t.length>12?`…${t.slice(-6)}`:t;function Yc(){let t="http://www.w3.org/2000/svg",e=document.createElementNS(t,"svg"),n=document.createElementNS(t,"path");return e.setAttribute("viewBox","0 0 16 16"),e.setAttribute("aria-hidden","true"),n.setAttribute("fill","none"),n.setAttribute("stroke","currentColor"),n.setAttribute("stroke-width","1.4"),n.setAttribute("d","M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3"),e.append(n),e}async function Nn(t){try{await navigator.clipboard.writeText(t)}catch{let e=document.activeElement,n=d("textarea","",{"aria-hidden":"true"});Object.assign(n.style,{position:"fixed",opacity:"0"}),n.value=t,document.body.append(n),n.select(),document.execCommand("copy"),n.remove(),e?.focus({preventScroll:!0})}}function Xc(t,e){return async(n,r)=>{let i=r.textContent??"";i.startsWith("copied")||(await Nn(n),t("Job id copied"),O(r,"copied".padEnd(i.length," ")),e(()=>O(r,i),1200))}}h();h();var ml=hd(gl(),1);var Cr=ml.default;h();function wl(t){let e=t.regex,n={},r={begin:/\$\{/,end:/\}/,contains:["self",{begin:/:-/,contains:[n]}]};Object.assign(n,{className:"variable",variants:[{begin:e.concat(/\$[\w\d#@][\w\d_]*/,"(?![\\w\\d])(?![$])")},r]});let i={className:"subst",begin:/\$\(/,end:/\)/,contains:[t.BACKSLASH_ESCAPE]},s=t.inherit(t.COMMENT(),{match:[/(^|\s)/,/#.*$/],scope:{2:"comment"}}),o={begin:/<<-?\s*(?=\w+)/,starts:{contains:[t.END_SAME_AS_BEGIN({begin:/(\w+)/,end:/(\w+)/,className:"string"})]}},a={className:"string",begin:/"/,end:/"/,contains:[t.BACKSLASH_ESCAPE,n,i]};i.contains.push(a);let c={match:/\\"/},p={className:"string",begin:/'/,end:/'/},u={match:/\\'/},w={begin:/\$?\(\(/,end:/\)\)/,contains:[{begin:/\d+#[0-9a-f]+/,className:"number"},t.NUMBER_MODE,n]},m=["fish","bash","zsh","sh","csh","ksh","tcsh","dash","scsh"],x=t.SHEBANG({binary:`(${m.join("|")})`,relevance:10}),f={className:"function",begin:/\w[\w\d_]*\s*\(\s*\)\s*\{/,returnBegin:!0,contains:[t.inherit(t.TITLE_MODE,{begin:/\w[\w\d_]*/})],relevance:0},_=["if","then","else","elif","fi","time","for","while","until","in","do","done","case","esac","coproc","function","select"],y=["true","false"],v={match:/(\/[a-z._-]+)+/},$=["break","cd","continue","eval","exec","exit","export","getopts","hash","pwd","readonly","return","shift","test","times","trap","umask","unset"],L=["alias","bind","builtin","caller","command","declare","echo","enable","help","let","local","logout","mapfile","printf","read","readarray","source","sudo","type","typeset","ulimit","unalias"],M=["autoload","bg","bindkey","bye","cap","chdir","clone","comparguments","compcall","compctl","compdescribe","compfiles","compgroups","compquote","comptags","comptry","compvalues","dirs","disable","disown","echotc","echoti","emulate","fc","fg","float","functions","getcap","getln","history","integer","jobs","kill","limit","log","noglob","popd","print","pushd","pushln","rehash","sched","setcap","setopt","stat","suspend","ttyctl","unfunction","unhash","unlimit","unsetopt","vared","wait","whence","where","which","zcompile","zformat","zftp","zle","zmodload","zparseopts","zprof","zpty","zregexparse","zsocket","zstyle","ztcp"],N=["chcon","chgrp","chown","chmod","cp","dd","df","dir","dircolors","ln","ls","mkdir","mkfifo","mknod","mktemp","mv","realpath","rm","rmdir","shred","sync","touch","truncate","vdir","b2sum","base32","base64","cat","cksum","comm","csplit","cut","expand","fmt","fold","head","join","md5sum","nl","numfmt","od","paste","ptx","pr","sha1sum","sha224sum","sha256sum","sha384sum","sha512sum","shuf","sort","split","sum","tac","tail","tr","tsort","unexpand","uniq","wc","arch","basename","chroot","date","dirname","du","echo","env","expr","factor","groups","hostid","id","link","logname","nice","nohup","nproc","pathchk","pinky","printenv","printf","pwd","readlink","runcon","seq","sleep","stat","stdbuf","stty","tee","test","timeout","tty","uname","unlink","uptime","users","who","whoami","yes"];return{name:"Bash",aliases:["sh","zsh"],keywords:{$pattern:/\b[a-z][a-z0-9._-]+\b/,keyword:_,literal:y,built_in:[...$,...L,"set","shopt",...M,...N]},contains:[x,t.SHEBANG(),f,w,s,o,v,a,c,p,u,n]}}h();function bl(t){let e=t.regex,n=t.COMMENT("//","$",{contains:[{begin:/\\\n/}]}),r="decltype\\(auto\\)",i="[a-zA-Z_]\\w*::",o="("+r+"|"+e.optional(i)+"[a-zA-Z_]\\w*"+e.optional("<[^<>]+>")+")",a=e.concat(/\batomic_/,e.either("bool","char","schar","uchar","short","ushort","int","uint","long","ulong","llong","ullong","char16_t","char32_t","wchar_t","int_least8_t","uint_least8_t","int_least16_t","uint_least16_t","int_least32_t","uint_least32_t","int_least64_t","uint_least64_t","int_fast8_t","uint_fast8_t","int_fast16_t","uint_fast16_t","int_fast32_t","uint_fast32_t","int_fast64_t","uint_fast64_t","intptr_t","uintptr_t","size_t","ptrdiff_t","intmax_t","uintmax_t"),/\b/),c={className:"type",variants:[{begin:"\\b[a-z\\d_]*_t\\b"},{match:a}]},u={className:"string",variants:[{begin:'(u8?|U|L)?"',end:'"',illegal:"\\n",contains:[t.BACKSLASH_ESCAPE]},{begin:"(u8?|U|L)?'("+"\\\\(x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4,8}|[0-7]{3}|\\S)"+"|.)",end:"'",illegal:"."},t.END_SAME_AS_BEGIN({begin:/(?:u8?|U|L)?R"([^()\\\s"]{0,16})\(/,end:/\)([^()\\\s"]{0,16})"/})]},w={className:"number",variants:[{match:/\b(0b[01']+)/},{match:/(-?)\b([\d']+(\.[\d']*)?|\.[\d']+)((ll|LL|l|L)(u|U)?|(u|U)(ll|LL|l|L)?|f|F|b|B)/},{match:/(-?)\b(0[xX][a-fA-F0-9]+(?:'[a-fA-F0-9]+)*(?:\.[a-fA-F0-9]*(?:'[a-fA-F0-9]*)*)?(?:[pP][-+]?[0-9]+)?(l|L)?(u|U)?)/},{match:/(-?)\b\d+(?:'\d+)*(?:\.\d*(?:'\d*)*)?(?:[eE][-+]?\d+)?/}],relevance:0},m={scope:"meta",begin:/#\s*include\b/,end:/$/,keywords:{keyword:"include"},contains:[{begin:/\\\n/},u,{scope:"string",begin:/<.*?>/},n,t.C_BLOCK_COMMENT_MODE]},x={className:"meta",begin:/#\s*[a-z]+\b/,end:/$/,keywords:{keyword:"if else elif endif define undef warning error line pragma _Pragma ifdef ifndef elifdef elifndef include"},contains:[{begin:/\\\n/,relevance:0},t.inherit(u,{className:"string"}),n,t.C_BLOCK_COMMENT_MODE]},f=[m,x],_={className:"title",begin:e.optional(i)+t.IDENT_RE,relevance:0},y=e.optional(i)+t.IDENT_RE+"\\s*\\(",v=12,M={keyword:["asm","auto","break","case","continue","default","do","else","enum","extern","for","fortran","goto","if","inline","register","restrict","return","sizeof","typeof","typeof_unqual","struct","switch","typedef","union","volatile","while","_Alignas","_Alignof","_Atomic","_Generic","_Noreturn","_Static_assert","_Thread_local","alignas","alignof","noreturn","static_assert","thread_local","_Pragma"],type:["float","double","signed","unsigned","int","short","long","char","void","_Bool","_BitInt","_Complex","_Imaginary","_Decimal32","_Decimal64","_Decimal96","_Decimal128","_Decimal64x","_Decimal128x","_Float16","_Float32","_Float64","_Float128","_Float32x","_Float64x","_Float128x","const","static","constexpr","complex","bool","imaginary"],literal:"true false NULL",built_in:"std string wstring cin cout cerr clog stdin stdout stderr stringstream istringstream ostringstream auto_ptr deque list queue stack vector map set pair bitset multiset multimap unordered_set unordered_map unordered_multiset unordered_multimap priority_queue make_pair array shared_ptr abort terminate abs acos asin atan2 atan calloc ceil cosh cos exit exp fabs floor fmod fprintf fputs free frexp fscanf future isalnum isalpha iscntrl isdigit isgraph islower isprint ispunct isspace isupper isxdigit tolower toupper labs ldexp log10 log malloc realloc memchr memcmp memcpy memset modf pow printf putchar puts scanf sinh sin snprintf sprintf sqrt sscanf strcat strchr strcmp strcpy strcspn strlen strncat strncmp strncpy strpbrk strrchr strspn strstr tanh tan vfprintf vprintf vsprintf endl initializer_list unique_ptr"},N=[...f,c,n,t.C_BLOCK_COMMENT_MODE,w,u],z={variants:[{begin:/=/,end:/;/},{begin:/\(/,end:/\)/},{beginKeywords:"new throw return else",end:/;/}],keywords:M,contains:N.concat([{begin:/\(/,end:/\)/,keywords:M,contains:N.concat(["self"]),relevance:0}]),relevance:0},U={begin:"("+o+"[\\*&\\s]+){1,"+v+"}"+y,returnBegin:!0,end:/[{;=]/,excludeEnd:!0,keywords:M,illegal:/[^\w\s\*&:<>.]/,contains:[{begin:r,keywords:M,relevance:0},{begin:y,returnBegin:!0,contains:[t.inherit(_,{className:"title.function"})],relevance:0},{relevance:0,match:/,/},{className:"params",begin:/\(/,end:/\)/,keywords:M,relevance:0,contains:[n,t.C_BLOCK_COMMENT_MODE,u,w,c,{begin:/\(/,end:/\)/,keywords:M,relevance:0,contains:["self",n,t.C_BLOCK_COMMENT_MODE,u,w,c]}]},c,n,t.C_BLOCK_COMMENT_MODE,...f]};return{name:"C",aliases:["h"],keywords:M,disableAutodetect:!0,illegal:"</",contains:[].concat(z,U,N,[...f,{begin:t.IDENT_RE+"::",keywords:M},{className:"class",beginKeywords:"enum class struct union",end:/[{;:<>=]/,contains:[{beginKeywords:"final class struct"},t.TITLE_MODE]}]),exports:{preprocessor:x,strings:u,keywords:M}}}h();function yl(t){let e=t.regex,n=t.COMMENT("//","$",{contains:[{begin:/\\\n/}]}),r="decltype\\(auto\\)",i="[a-zA-Z_]\\w*::",o="(?!struct)("+r+"|"+e.optional(i)+"[a-zA-Z_]\\w*"+e.optional("<[^<>]+>")+")",a={className:"type",begin:"\\b[a-z\\d_]*_t\\b"},p={className:"string",variants:[{begin:'(u8?|U|L)?"',end:'"',illegal:"\\n",contains:[t.BACKSLASH_ESCAPE]},{begin:"(u8?|U|L)?'("+"\\\\(x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4,8}|[0-7]{3}|\\S)"+"|.)",end:"'",illegal:"."},t.END_SAME_AS_BEGIN({begin:/(?:u8?|U|L)?R"([^()\\\s"]{0,16})\(/,end:/\)([^()\\\s"]{0,16})"/})]},u={className:"number",variants:[{begin:"[+-]?(?:(?:\\b[0-9](?:'?[0-9])*\\.(?:[0-9](?:'?[0-9])*)?|\\.[0-9](?:'?[0-9])*)(?:[Ee][+-]?[0-9](?:'?[0-9])*)?|\\b[0-9](?:'?[0-9])*[Ee][+-]?[0-9](?:'?[0-9])*|\\b0[Xx](?:[0-9A-Fa-f](?:'?[0-9A-Fa-f])*(?:\\.(?:[0-9A-Fa-f](?:'?[0-9A-Fa-f])*)?)?|\\.[0-9A-Fa-f](?:'?[0-9A-Fa-f])*)[Pp][+-]?[0-9](?:'?[0-9])*)(?:[Ff](?:16|32|64|128)?|(BF|bf)16|[Ll]|)"},{begin:"[+-]?\\b(?:0[Bb][01](?:'?[01])*|0[Xx][0-9A-Fa-f](?:'?[0-9A-Fa-f])*|0(?:'?[0-7])*|[1-9](?:'?[0-9])*)(?:[Uu](?:LL?|ll?)|[Uu][Zz]?|(?:LL?|ll?)[Uu]?|[Zz][Uu]|)"}],relevance:0},w={scope:"meta",begin:/#\s*include\b/,end:/$/,keywords:{keyword:"include"},contains:[{begin:/\\\n/},p,{scope:"string",begin:/<.*?>/},n,t.C_BLOCK_COMMENT_MODE]},m={className:"meta",begin:/#\s*[a-z]+\b/,end:/$/,keywords:{keyword:"if else elif endif define undef warning error line pragma _Pragma ifdef ifndef include"},contains:[{begin:/\\\n/,relevance:0},t.inherit(p,{className:"string"}),n,t.C_BLOCK_COMMENT_MODE]},x=[w,m],f={className:"title",begin:e.optional(i)+t.IDENT_RE,relevance:0},_=e.optional(i)+t.IDENT_RE+"\\s*\\(",y=12,v=["alignas","alignof","and","and_eq","asm","atomic_cancel","atomic_commit","atomic_noexcept","auto","bitand","bitor","break","case","catch","class","co_await","co_return","co_yield","compl","concept","const_cast|10","consteval","constexpr","constinit","continue","decltype","default","delete","do","dynamic_cast|10","else","enum","explicit","export","extern","false","final","for","friend","goto","if","import","inline","module","mutable","namespace","new","noexcept","not","not_eq","nullptr","operator","or","or_eq","override","private","protected","public","reflexpr","register","reinterpret_cast|10","requires","return","sizeof","static_assert","static_cast|10","struct","switch","synchronized","template","this","thread_local","throw","transaction_safe","transaction_safe_dynamic","true","try","typedef","typeid","typename","union","using","virtual","volatile","while","xor","xor_eq"],$=["bool","char","char16_t","char32_t","char8_t","double","float","int","long","short","void","wchar_t","unsigned","signed","const","static"],L=["any","auto_ptr","barrier","binary_semaphore","bitset","complex","condition_variable","condition_variable_any","counting_semaphore","deque","false_type","flat_map","flat_set","future","imaginary","initializer_list","istringstream","jthread","latch","lock_guard","multimap","multiset","mutex","optional","ostringstream","packaged_task","pair","promise","priority_queue","queue","recursive_mutex","recursive_timed_mutex","scoped_lock","set","shared_future","shared_lock","shared_mutex","shared_timed_mutex","shared_ptr","stack","string_view","stringstream","timed_mutex","thread","true_type","tuple","unique_lock","unique_ptr","unordered_map","unordered_multimap","unordered_multiset","unordered_set","variant","vector","weak_ptr","wstring","wstring_view"],M=["abort","abs","acos","apply","as_const","asin","atan","atan2","calloc","ceil","cerr","cin","clog","cos","cosh","cout","declval","endl","exchange","exit","exp","fabs","floor","fmod","forward","fprintf","fputs","free","frexp","fscanf","future","invoke","isalnum","isalpha","iscntrl","isdigit","isgraph","islower","isprint","ispunct","isspace","isupper","isxdigit","labs","launder","ldexp","log","log10","make_pair","make_shared","make_shared_for_overwrite","make_tuple","make_unique","malloc","memchr","memcmp","memcpy","memset","modf","move","pow","printf","putchar","puts","realloc","scanf","sin","sinh","snprintf","sprintf","sqrt","sscanf","std","stderr","stdin","stdout","strcat","strchr","strcmp","strcpy","strcspn","strlen","strncat","strncmp","strncpy","strpbrk","strrchr","strspn","strstr","swap","tan","tanh","terminate","to_underlying","tolower","toupper","vfprintf","visit","vprintf","vsprintf"],U={type:$,keyword:v,literal:["NULL","false","nullopt","nullptr","true"],built_in:["_Pragma"],_type_hints:L},D={className:"function.dispatch",relevance:0,keywords:{_hint:M},begin:e.concat(/\b/,`(?!${v.join("|")})`,t.IDENT_RE,e.lookahead(/(<[^<>]+>|)\s*\(/))},X=[D,...x,a,n,t.C_BLOCK_COMMENT_MODE,u,p],re={variants:[{begin:/=/,end:/;/},{begin:/\(/,end:/\)/},{beginKeywords:"new throw return else",end:/;/}],keywords:U,contains:X.concat([{begin:/\(/,end:/\)/,keywords:U,contains:X.concat(["self"]),relevance:0}]),relevance:0},C={className:"function",begin:"("+o+"[\\*&\\s]+){1,"+y+"}"+_,returnBegin:!0,end:/[{;=]/,excludeEnd:!0,keywords:U,illegal:/[^\w\s\*&:<>.]/,contains:[{begin:r,keywords:U,relevance:0},{begin:_,returnBegin:!0,contains:[f],relevance:0},{begin:/::/,relevance:0},{begin:/:/,endsWithParent:!0,contains:[p,u]},{relevance:0,match:/,/},{className:"params",begin:/\(/,end:/\)/,keywords:U,relevance:0,contains:[n,t.C_BLOCK_COMMENT_MODE,p,u,a,{begin:/\(/,end:/\)/,keywords:U,relevance:0,contains:["self",n,t.C_BLOCK_COMMENT_MODE,p,u,a]}]},a,n,t.C_BLOCK_COMMENT_MODE,...x]};return{name:"C++",aliases:["cc","c++","h++","hpp","hh","hxx","cxx"],keywords:U,illegal:"</",classNameAliases:{"function.dispatch":"built_in"},contains:[].concat(re,C,D,X,[...x,{begin:"\\b(deque|list|queue|priority_queue|pair|stack|vector|map|set|bitset|multiset|multimap|unordered_map|unordered_set|unordered_multiset|unordered_multimap|array|tuple|optional|variant|function|flat_map|flat_set)\\s*<(?!<)",end:">",keywords:U,contains:["self",a]},{begin:t.IDENT_RE+"::",keywords:U},{match:[/\b(?:enum(?:\s+(?:class|struct))?|class|struct|union)/,/\s+/,/\w+/],className:{1:"keyword",3:"title.class"}}])}}h();var Qg=t=>({IMPORTANT:{scope:"meta",begin:"!important"},BLOCK_COMMENT:t.C_BLOCK_COMMENT_MODE,HEXCOLOR:{scope:"number",begin:/#(([0-9a-fA-F]{3,4})|(([0-9a-fA-F]{2}){3,4}))\b/},UNICODE_RANGE:{scope:"number",begin:/\b[Uu]\+[0-9A-Fa-f][0-9A-Fa-f?]{0,5}(-[0-9A-Fa-f][0-9A-Fa-f]{0,5})?/},FUNCTION_DISPATCH:{className:"built_in",begin:/[\w-]+(?=\()/},ATTRIBUTE_SELECTOR_MODE:{scope:"selector-attr",begin:/\[/,end:/\]/,illegal:"$",contains:[t.APOS_STRING_MODE,t.QUOTE_STRING_MODE]},CSS_NUMBER_MODE:{scope:"number",begin:t.NUMBER_RE+"(%|em|ex|ch|rem|vw|vh|vmin|vmax|cm|mm|in|pt|pc|px|deg|grad|rad|turn|s|ms|Hz|kHz|dpi|dpcm|dppx)?",relevance:0},CSS_VARIABLE:{className:"attr",begin:/--[A-Za-z_][A-Za-z0-9_-]*/}}),em=["a","abbr","address","article","aside","audio","b","blockquote","body","button","canvas","caption","cite","code","dd","del","details","dfn","div","dl","dt","em","fieldset","figcaption","figure","footer","form","h1","h2","h3","h4","h5","h6","header","hgroup","html","i","iframe","img","input","ins","kbd","label","legend","li","main","mark","menu","nav","object","ol","optgroup","option","p","picture","q","quote","samp","section","select","source","span","strong","summary","sup","table","tbody","td","textarea","tfoot","th","thead","time","tr","ul","var","video"],tm=["defs","g","marker","mask","pattern","svg","switch","symbol","feBlend","feColorMatrix","feComponentTransfer","feComposite","feConvolveMatrix","feDiffuseLighting","feDisplacementMap","feFlood","feGaussianBlur","feImage","feMerge","feMorphology","feOffset","feSpecularLighting","feTile","feTurbulence","linearGradient","radialGradient","stop","circle","ellipse","image","line","path","polygon","polyline","rect","text","use","textPath","tspan","foreignObject","clipPath"],nm=[...em,...tm],rm=["any-hover","any-pointer","aspect-ratio","color","color-gamut","color-index","device-aspect-ratio","device-height","device-width","display-mode","forced-colors","grid","height","hover","inverted-colors","monochrome","orientation","overflow-block","overflow-inline","pointer","prefers-color-scheme","prefers-contrast","prefers-reduced-motion","prefers-reduced-transparency","resolution","scan","scripting","update","width","min-width","max-width","min-height","max-height"].sort().reverse(),im=["active","any-link","blank","checked","current","default","defined","dir","disabled","drop","empty","enabled","first","first-child","first-of-type","fullscreen","future","focus","focus-visible","focus-within","has","host","host-context","hover","indeterminate","in-range","invalid","is","lang","last-child","last-of-type","left","link","local-link","not","nth-child","nth-col","nth-last-child","nth-last-col","nth-last-of-type","nth-of-type","only-child","only-of-type","optional","out-of-range","past","placeholder-shown","read-only","read-write","required","right","root","scope","target","target-within","user-invalid","valid","visited","where"].sort().reverse(),sm=["after","backdrop","before","cue","cue-region","first-letter","first-line","grammar-error","marker","part","placeholder","selection","slotted","spelling-error"].sort().reverse(),om=["accent-color","align-content","align-items","align-self","alignment-baseline","all","anchor-name","animation","animation-composition","animation-delay","animation-direction","animation-duration","animation-fill-mode","animation-iteration-count","animation-name","animation-play-state","animation-range","animation-range-end","animation-range-start","animation-timeline","animation-timing-function","appearance","aspect-ratio","backdrop-filter","backface-visibility","background","background-attachment","background-blend-mode","background-clip","background-color","background-image","background-origin","background-position","background-position-x","background-position-y","background-repeat","background-size","baseline-shift","block-size","border","border-block","border-block-color","border-block-end","border-block-end-color","border-block-end-style","border-block-end-width","border-block-start","border-block-start-color","border-block-start-style","border-block-start-width","border-block-style","border-block-width","border-bottom","border-bottom-color","border-bottom-left-radius","border-bottom-right-radius","border-bottom-style","border-bottom-width","border-collapse","border-color","border-end-end-radius","border-end-start-radius","border-image","border-image-outset","border-image-repeat","border-image-slice","border-image-source","border-image-width","border-inline","border-inline-color","border-inline-end","border-inline-end-color","border-inline-end-style","border-inline-end-width","border-inline-start","border-inline-start-color","border-inline-start-style","border-inline-start-width","border-inline-style","border-inline-width","border-left","border-left-color","border-left-style","border-left-width","border-radius","border-right","border-right-color","border-right-style","border-right-width","border-spacing","border-start-end-radius","border-start-start-radius","border-style","border-top","border-top-color","border-top-left-radius","border-top-right-radius","border-top-style","border-top-width","border-width","bottom","box-align","box-decoration-break","box-direction","box-flex","box-flex-group","box-lines","box-ordinal-group","box-orient","box-pack","box-shadow","box-sizing","break-after","break-before","break-inside","caption-side","caret-color","clear","clip","clip-path","clip-rule","color","color-interpolation","color-interpolation-filters","color-profile","color-rendering","color-scheme","column-count","column-fill","column-gap","column-rule","column-rule-color","column-rule-style","column-rule-width","column-span","column-width","columns","contain","contain-intrinsic-block-size","contain-intrinsic-height","contain-intrinsic-inline-size","contain-intrinsic-size","contain-intrinsic-width","container","container-name","container-type","content","content-visibility","corner-bottom-left-shape","corner-bottom-right-shape","corner-shape","corner-top-left-shape","corner-top-right-shape","counter-increment","counter-reset","counter-set","cue","cue-after","cue-before","cursor","cx","cy","direction","display","dominant-baseline","empty-cells","enable-background","field-sizing","fill","fill-opacity","fill-rule","filter","flex","flex-basis","flex-direction","flex-flow","flex-grow","flex-shrink","flex-wrap","float","flood-color","flood-opacity","flow","font","font-display","font-family","font-feature-settings","font-kerning","font-language-override","font-optical-sizing","font-palette","font-size","font-size-adjust","font-smooth","font-smoothing","font-stretch","font-style","font-synthesis","font-synthesis-position","font-synthesis-small-caps","font-synthesis-style","font-synthesis-weight","font-variant","font-variant-alternates","font-variant-caps","font-variant-east-asian","font-variant-emoji","font-variant-ligatures","font-variant-numeric","font-variant-position","font-variation-settings","font-weight","forced-color-adjust","gap","glyph-orientation-horizontal","glyph-orientation-vertical","grid","grid-area","grid-auto-columns","grid-auto-flow","grid-auto-rows","grid-column","grid-column-end","grid-column-start","grid-gap","grid-row","grid-row-end","grid-row-start","grid-template","grid-template-areas","grid-template-columns","grid-template-rows","hanging-punctuation","height","hyphenate-character","hyphenate-limit-chars","hyphens","icon","image-orientation","image-rendering","image-resolution","ime-mode","initial-letter","initial-letter-align","inline-size","inset","inset-area","inset-block","inset-block-end","inset-block-start","inset-inline","inset-inline-end","inset-inline-start","isolation","justify-content","justify-items","justify-self","kerning","left","letter-spacing","lighting-color","line-break","line-height","line-height-step","list-style","list-style-image","list-style-position","list-style-type","margin","margin-block","margin-block-end","margin-block-start","margin-bottom","margin-inline","margin-inline-end","margin-inline-start","margin-left","margin-right","margin-top","margin-trim","marker","marker-end","marker-mid","marker-start","marks","mask","mask-border","mask-border-mode","mask-border-outset","mask-border-repeat","mask-border-slice","mask-border-source","mask-border-width","mask-clip","mask-composite","mask-image","mask-mode","mask-origin","mask-position","mask-repeat","mask-size","mask-type","masonry-auto-flow","math-depth","math-shift","math-style","max-block-size","max-height","max-inline-size","max-width","min-block-size","min-height","min-inline-size","min-width","mix-blend-mode","nav-down","nav-index","nav-left","nav-right","nav-up","none","normal","object-fit","object-position","offset","offset-anchor","offset-distance","offset-path","offset-position","offset-rotate","opacity","order","orphans","outline","outline-color","outline-offset","outline-style","outline-width","overflow","overflow-anchor","overflow-block","overflow-clip-margin","overflow-inline","overflow-wrap","overflow-x","overflow-y","overlay","overscroll-behavior","overscroll-behavior-block","overscroll-behavior-inline","overscroll-behavior-x","overscroll-behavior-y","padding","padding-block","padding-block-end","padding-block-start","padding-bottom","padding-inline","padding-inline-end","padding-inline-start","padding-left","padding-right","padding-top","page","page-break-after","page-break-before","page-break-inside","paint-order","pause","pause-after","pause-before","perspective","perspective-origin","place-content","place-items","place-self","pointer-events","position","position-anchor","position-visibility","print-color-adjust","quotes","r","resize","rest","rest-after","rest-before","right","rotate","row-gap","ruby-align","ruby-position","scale","scroll-behavior","scroll-margin","scroll-margin-block","scroll-margin-block-end","scroll-margin-block-start","scroll-margin-bottom","scroll-margin-inline","scroll-margin-inline-end","scroll-margin-inline-start","scroll-margin-left","scroll-margin-right","scroll-margin-top","scroll-padding","scroll-padding-block","scroll-padding-block-end","scroll-padding-block-start","scroll-padding-bottom","scroll-padding-inline","scroll-padding-inline-end","scroll-padding-inline-start","scroll-padding-left","scroll-padding-right","scroll-padding-top","scroll-snap-align","scroll-snap-stop","scroll-snap-type","scroll-timeline","scroll-timeline-axis","scroll-timeline-name","scrollbar-color","scrollbar-gutter","scrollbar-width","shape-image-threshold","shape-margin","shape-outside","shape-rendering","speak","speak-as","src","stop-color","stop-opacity","stroke","stroke-dasharray","stroke-dashoffset","stroke-linecap","stroke-linejoin","stroke-miterlimit","stroke-opacity","stroke-width","tab-size","table-layout","text-align","text-align-all","text-align-last","text-anchor","text-combine-upright","text-decoration","text-decoration-color","text-decoration-line","text-decoration-skip","text-decoration-skip-ink","text-decoration-style","text-decoration-thickness","text-emphasis","text-emphasis-color","text-emphasis-position","text-emphasis-style","text-indent","text-justify","text-orientation","text-overflow","text-rendering","text-shadow","text-size-adjust","text-transform","text-underline-offset","text-underline-position","text-wrap","text-wrap-mode","text-wrap-style","timeline-scope","top","touch-action","transform","transform-box","transform-origin","transform-style","transition","transition-behavior","transition-delay","transition-duration","transition-property","transition-timing-function","translate","unicode-bidi","unicode-range","user-modify","user-select","vector-effect","vertical-align","view-timeline","view-timeline-axis","view-timeline-inset","view-timeline-name","view-transition-name","visibility","voice-balance","voice-duration","voice-family","voice-pitch","voice-range","voice-rate","voice-stress","voice-volume","white-space","white-space-collapse","widows","width","will-change","word-break","word-spacing","word-wrap","writing-mode","x","y","z-index","zoom"].sort().reverse();function xl(t){let e=t.regex,n=Qg(t),r={begin:/-(webkit|moz|ms|o)-(?=[a-z])/},i="and or not only",s=/@-?\w[\w]*(-\w+)*/,o="[a-zA-Z-][a-zA-Z0-9_-]*",a=[t.APOS_STRING_MODE,t.QUOTE_STRING_MODE];return{name:"CSS",case_insensitive:!0,illegal:/[=|'\$]/,keywords:{keyframePosition:"from to"},classNameAliases:{keyframePosition:"selector-tag"},contains:[n.BLOCK_COMMENT,r,n.CSS_NUMBER_MODE,{className:"selector-id",begin:/#[A-Za-z0-9_-]+/,relevance:0},{className:"selector-class",begin:"\\."+o,relevance:0},n.ATTRIBUTE_SELECTOR_MODE,{className:"selector-pseudo",variants:[{begin:":("+im.join("|")+")"},{begin:":(:)?("+sm.join("|")+")"}]},n.CSS_VARIABLE,{className:"attribute",begin:"\\b("+om.join("|")+")\\b"},{begin:/:/,end:/[;}{]/,contains:[n.BLOCK_COMMENT,n.HEXCOLOR,n.IMPORTANT,n.CSS_NUMBER_MODE,n.UNICODE_RANGE,...a,{begin:/(url|data-uri)\(/,end:/\)/,relevance:0,keywords:{built_in:"url data-uri"},contains:[...a,{className:"string",begin:/[^)]/,endsWithParent:!0,excludeEnd:!0}]},n.FUNCTION_DISPATCH]},{begin:e.lookahead(/@/),end:"[{;]",relevance:0,illegal:/:/,contains:[{className:"keyword",begin:s},{begin:/\s/,endsWithParent:!0,excludeEnd:!0,relevance:0,keywords:{$pattern:/[a-z-]+/,keyword:i,attribute:rm.join(" ")},contains:[{begin:/[a-z-]+(?=:)/,className:"attribute"},...a,n.CSS_NUMBER_MODE]}]},{className:"selector-tag",begin:"\\b("+nm.join("|")+")\\b"}]}}h();function _l(t){let e=t.regex;return{name:"Diff",aliases:["patch"],contains:[{className:"meta",relevance:10,match:e.either(/^@@ +-\d+,\d+ +\+\d+,\d+ +@@/,/^@@ +-\d+ +\+\d+,\d+ +@@/,/^@@ +-\d+,\d+ +\+\d+ +@@/,/^@@ +-\d+ +\+\d+ +@@/,/^\*\*\* +\d+,\d+ +\*\*\*\*$/,/^--- +\d+,\d+ +----$/)},{className:"comment",variants:[{begin:e.either(/Index: /,/^index/,/={3,}/,/^-{3}/,/^\*{3} /,/^\+{3}/,/^diff --git/),end:/$/},{match:/^\*{15}$/}]},{className:"addition",begin:/^\+/,end:/$/},{className:"deletion",begin:/^-/,end:/$/},{className:"addition",begin:/^!/,end:/$/}]}}h();function kl(t){let s={keyword:["break","case","chan","const","continue","default","defer","else","fallthrough","for","func","go","goto","if","import","interface","map","package","range","return","select","struct","switch","type","var"],type:["bool","byte","complex64","complex128","error","float32","float64","int8","int16","int32","int64","string","uint8","uint16","uint32","uint64","int","uint","uintptr","rune"],literal:["true","false","iota","nil"],built_in:["append","cap","close","complex","copy","imag","len","make","new","panic","print","println","real","recover","delete"]};return{name:"Go",aliases:["golang"],keywords:s,illegal:"</",contains:[t.C_LINE_COMMENT_MODE,t.C_BLOCK_COMMENT_MODE,{className:"string",variants:[t.QUOTE_STRING_MODE,t.APOS_STRING_MODE,{begin:"`",end:"`"}]},{className:"number",variants:[{match:/-?\b0[xX]\.[a-fA-F0-9](_?[a-fA-F0-9])*[pP][+-]?\d(_?\d)*i?/,relevance:0},{match:/-?\b0[xX](_?[a-fA-F0-9])+((\.([a-fA-F0-9](_?[a-fA-F0-9])*)?)?[pP][+-]?\d(_?\d)*)?i?/,relevance:0},{match:/-?\b0[oO](_?[0-7])*i?/,relevance:0},{match:/-?\b0[bB](_?[01])*i?/,relevance:0},{match:/-?\.\d(_?\d)*([eE][+-]?\d(_?\d)*)?i?/,relevance:0},{match:/-?\b\d(_?\d)*(\.(\d(_?\d)*)?)?([eE][+-]?\d(_?\d)*)?i?/,relevance:0}]},{begin:/:=/},{className:"function",beginKeywords:"func",end:"\\s*(\\{|$)",excludeEnd:!0,contains:[t.TITLE_MODE,{className:"params",begin:/\(/,end:/\)/,endsParent:!0,keywords:s,illegal:/["']/}]}]}}h();var Qt="[0-9](_*[0-9])*",Lr=`\\.(${Qt})`,Ir="[0-9a-fA-F](_*[0-9a-fA-F])*",El={className:"number",variants:[{begin:`(\\b(${Qt})((${Lr})|\\.)?|(${Lr}))[eE][+-]?(${Qt})[fFdD]?\\b`},{begin:`\\b(${Qt})((${Lr})[fFdD]?\\b|\\.([fFdD]\\b)?)`},{begin:`(${Lr})[fFdD]?\\b`},{begin:`\\b(${Qt})[fFdD]\\b`},{begin:`\\b0[xX]((${Ir})\\.?|(${Ir})?\\.(${Ir}))[pP][+-]?(${Qt})[fFdD]?\\b`},{begin:"\\b(0|[1-9](_*[0-9])*)[lL]?\\b"},{begin:`\\b0[xX](${Ir})[lL]?\\b`},{begin:"\\b0(_*[0-7])*[lL]?\\b"},{begin:"\\b0[bB][01](_*[01])*[lL]?\\b"}],relevance:0};function vl(t,e,n){return n===-1?"":t.replace(e,r=>vl(t,e,n-1))}function jl(t){let e=t.regex,n="[À-ʸa-zA-Z_$][À-ʸa-zA-Z_$0-9]*",r="(?:(?:\\s*\\[\\s*])+)?",i=n+"<@@@>"+r,o="(?:"+("\\?(?:\\s+(?:extends|super)\\s+"+i+")?")+"|"+i+")",a=vl("(?:\\s*<\\s*"+o+"(?:\\s*,\\s*"+o+")*\\s*>)?",/<@@@>/g,2),m={keyword:["synchronized","abstract","private","var","static","if","const ","for","while","strictfp","finally","protected","import","native","final","void","enum","else","break","transient","catch","instanceof","volatile","case","assert","package","default","public","try","switch","continue","throws","protected","public","private","module","requires","exports","do","sealed","yield","permits","goto","when"],literal:["false","true","null"],type:["char","boolean","long","float","int","byte","short","double"],built_in:["super","this"]},x={className:"meta",begin:"@"+n,contains:[{begin:/\(/,end:/\)/,contains:["self"]}]},f={className:"params",begin:/\(/,end:/\)/,keywords:m,relevance:0,contains:[t.C_BLOCK_COMMENT_MODE],endsParent:!0};return{name:"Java",aliases:["jsp"],keywords:m,illegal:/<\/|#/,contains:[t.COMMENT("/\\*\\*","\\*/",{relevance:0,contains:[{begin:/\w+@/,relevance:0},{className:"doctag",begin:"@[A-Za-z]+"}]}),{begin:/import java\.[a-z]+\./,keywords:"import",relevance:2},t.C_LINE_COMMENT_MODE,t.C_BLOCK_COMMENT_MODE,{begin:/"""/,end:/"""/,className:"string",contains:[t.BACKSLASH_ESCAPE]},t.APOS_STRING_MODE,t.QUOTE_STRING_MODE,{match:[/\b(?:class|interface|enum|extends|implements|new)/,/\s+/,n],className:{1:"keyword",3:"title.class"}},{match:/non-sealed/,scope:"keyword"},{beginKeywords:"new throw return else yield assert",relevance:0},{begin:[n,e.concat(a,r,/\s+/),n,r,/\s*/,/=(?!=)/],className:{1:"type",3:"variable",6:"operator"}},{begin:[/record/,/\s+/,n],className:{1:"keyword",3:"title.class"},contains:[f,t.C_LINE_COMMENT_MODE,t.C_BLOCK_COMMENT_MODE]},{begin:[n,e.concat(a,r,/\s+/),n,/\s*(?=\()/],className:{1:"type",3:"title.function"},keywords:m,contains:[{className:"params",begin:/\(/,end:/\)/,keywords:m,relevance:0,contains:[x,t.APOS_STRING_MODE,t.QUOTE_STRING_MODE,El,t.C_BLOCK_COMMENT_MODE]},t.C_LINE_COMMENT_MODE,t.C_BLOCK_COMMENT_MODE]},El,x]}}h();var Tl="[A-Za-z$_][0-9A-Za-z$_]*",am=["as","in","of","if","for","while","finally","var","new","function","do","return","void","else","break","catch","instanceof","with","throw","case","default","try","switch","continue","typeof","delete","let","yield","const","class","debugger","async","await","static","import","from","export","extends","using"],cm=["true","false","null","undefined","NaN","Infinity"],Sl=["Object","Function","Boolean","Symbol","Math","Date","Number","BigInt","String","RegExp","Array","Float32Array","Float64Array","Int8Array","Uint8Array","Uint8ClampedArray","Int16Array","Int32Array","Uint16Array","Uint32Array","BigInt64Array","BigUint64Array","Set","Map","WeakSet","WeakMap","ArrayBuffer","SharedArrayBuffer","Atomics","DataView","JSON","Promise","Generator","GeneratorFunction","AsyncFunction","Reflect","Proxy","Intl","WebAssembly"],Al=["Error","EvalError","InternalError","RangeError","ReferenceError","SyntaxError","TypeError","URIError"],Rl=["setInterval","setTimeout","clearInterval","clearTimeout","require","exports","eval","isFinite","isNaN","parseFloat","parseInt","decodeURI","decodeURIComponent","encodeURI","encodeURIComponent","escape","unescape"],lm=["arguments","this","super","console","window","document","localStorage","sessionStorage","module","self","global"],um=[].concat(Rl,Sl,Al);function Nl(t){let e=t.regex,n=(P,{after:Y})=>{let ee="</"+P[0].slice(1);return P.input.indexOf(ee,Y)!==-1},r=Tl,i={begin:"<>",end:"</>"},s=/<[A-Za-z0-9\\._:-]+\s*\/>/,o={begin:/<[A-Za-z0-9\\._:-]+/,end:/\/[A-Za-z0-9\\._:-]+>|\/>/,isTrulyOpeningTag:(P,Y)=>{let ee=P[0].length+P.index,se=P.input[ee];if(se==="<"||se===","){Y.ignoreMatch();return}se===">"&&(n(P,{after:ee})||Y.ignoreMatch());let ge,Oe=P.input.substring(ee);if(ge=Oe.match(/^\s*=/)){Y.ignoreMatch();return}if((ge=Oe.match(/^\s+extends\s+/))&&ge.index===0){Y.ignoreMatch();return}}},a={$pattern:Tl,keyword:am,literal:cm,built_in:um,"variable.language":lm},c="[0-9](_?[0-9])*",p=`\\.(${c})`,u="0|[1-9](_?[0-9])*|0[0-7]*[89][0-9]*",w={className:"number",variants:[{begin:`(\\b(${u})((${p})|\\.)?|(${p}))[eE][+-]?(${c})\\b`},{begin:`\\b(${u})\\b((${p})\\b|\\.)?|(${p})\\b`},{begin:"\\b(0|[1-9](_?[0-9])*)n\\b"},{begin:"\\b0[xX][0-9a-fA-F](_?[0-9a-fA-F])*n?\\b"},{begin:"\\b0[bB][0-1](_?[0-1])*n?\\b"},{begin:"\\b0[oO][0-7](_?[0-7])*n?\\b"},{begin:"\\b0[0-7]+n?\\b"}],relevance:0},m={className:"subst",begin:"\\$\\{",end:"\\}",keywords:a,contains:[]},x={begin:".?html`",end:"",starts:{end:"`",returnEnd:!1,contains:[t.BACKSLASH_ESCAPE,m],subLanguage:"xml"}},f={begin:".?css`",end:"",starts:{end:"`",returnEnd:!1,contains:[t.BACKSLASH_ESCAPE,m],subLanguage:"css"}},_={begin:".?gql`",end:"",starts:{end:"`",returnEnd:!1,contains:[t.BACKSLASH_ESCAPE,m],subLanguage:"graphql"}},y={className:"string",begin:"`",end:"`",contains:[t.BACKSLASH_ESCAPE,m]},$={className:"comment",variants:[t.COMMENT(/\/\*\*(?!\/)/,"\\*/",{relevance:0,contains:[{begin:"(?=@[A-Za-z]+)",relevance:0,contains:[{className:"doctag",begin:"@[A-Za-z]+"},{className:"type",begin:"\\{",end:"\\}",excludeEnd:!0,excludeBegin:!0,relevance:0},{className:"variable",begin:r+"(?=\\s*(-)|$)",endsParent:!0,relevance:0},{begin:/(?=[^\n])\s/,relevance:0}]}]}),t.C_BLOCK_COMMENT_MODE,t.C_LINE_COMMENT_MODE]},L=[t.APOS_STRING_MODE,t.QUOTE_STRING_MODE,x,f,_,y,{match:/\$\d+/},w];m.contains=L.concat({begin:/\{/,end:/\}/,keywords:a,contains:["self"].concat(L)});let M=[].concat($,m.contains),N=M.concat([{begin:/(\s*)\(/,end:/\)/,keywords:a,contains:["self"].concat(M)}]),z={className:"params",begin:/(\s*)\(/,end:/\)/,excludeBegin:!0,excludeEnd:!0,keywords:a,contains:N},U={variants:[{match:[/class/,/\s+/,r,/\s+/,/extends/,/\s+/,e.concat(r,"(",e.concat(/\./,r),")*")],scope:{1:"keyword",3:"title.class",5:"keyword",7:"title.class.inherited"}},{match:[/class/,/\s+/,r],scope:{1:"keyword",3:"title.class"}}]},D={relevance:0,match:e.either(/\bJSON/,/\b[A-Z][a-z]+([A-Z][a-z]*|\d)*/,/\b[A-Z]{2,}([A-Z][a-z]+|\d)+([A-Z][a-z]*)*/,/\b[A-Z]{2,}[a-z]+([A-Z][a-z]+|\d)*([A-Z][a-z]*)*/),className:"title.class",keywords:{_:[...Sl,...Al]}},X={label:"use_strict",className:"meta",relevance:10,begin:/^\s*['"]use (strict|asm)['"]/},re={variants:[{match:[/function/,/\s+/,r,/(?=\s*\()/]},{match:[/function/,/\s*(?=\()/]}],className:{1:"keyword",3:"title.function"},label:"func.def",contains:[z],illegal:/%/},C={relevance:0,match:/\b[A-Z][A-Z_0-9]+\b/,className:"variable.constant"};function B(P){return e.concat("(?!",P.join("|"),")")}let te={match:e.concat(/\b/,B([...Rl,"super","import","await"].map(P=>`${P}\\s*\\(`)),r,e.lookahead(/\s*\(/)),className:"title.function",relevance:0},k={begin:e.concat(/\./,e.lookahead(e.concat(r,/(?![0-9A-Za-z$_(])/))),end:r,excludeBegin:!0,keywords:"prototype",className:"property",relevance:0},E={match:[/get|set/,/\s+/,r,/(?=\()/],className:{1:"keyword",3:"title.function"},contains:[{begin:/\(\)/},z]},b="(\\([^()]*(\\([^()]*(\\([^()]*\\)[^()]*)*\\)[^()]*)*\\)|"+t.UNDERSCORE_IDENT_RE+")\\s*=>",T={match:[/const|var|let/,/\s+/,r,/\s*/,/=\s*/,/(async\s*)?/,e.lookahead(b)],keywords:"async",className:{1:"keyword",3:"title.function"},contains:[z]};return{name:"JavaScript",aliases:["js","jsx","mjs","cjs"],keywords:a,exports:{PARAMS_CONTAINS:N,CLASS_REFERENCE:D},illegal:/#(?![$_A-Za-z])/,contains:[t.SHEBANG({label:"shebang",binary:"node",relevance:5}),X,t.APOS_STRING_MODE,t.QUOTE_STRING_MODE,x,f,_,y,$,{match:/\$\d+/},w,D,{scope:"attr",match:r+e.lookahead(":"),relevance:0},T,{begin:"("+t.RE_STARTERS_RE+"|\\b(case|return|throw)\\b)\\s*",keywords:"return throw case",relevance:0,contains:[$,t.REGEXP_MODE,{className:"function",begin:b,returnBegin:!0,end:"\\s*=>",contains:[{className:"params",variants:[{begin:t.UNDERSCORE_IDENT_RE,relevance:0},{className:null,begin:/\(\s*\)/,skip:!0},{begin:/(\s*)\(/,end:/\)/,excludeBegin:!0,excludeEnd:!0,keywords:a,contains:N}]}]},{begin:/,/,relevance:0},{match:/\s+/,relevance:0},{variants:[{begin:i.begin,end:i.end},{match:s},{begin:o.begin,"on:begin":o.isTrulyOpeningTag,end:o.end}],subLanguage:"xml",contains:[{begin:o.begin,end:o.end,skip:!0,contains:["self"]}]}]},re,{beginKeywords:"while if switch catch for"},{begin:"\\b(?!function)"+t.UNDERSCORE_IDENT_RE+"\\([^()]*(\\([^()]*(\\([^()]*\\)[^()]*)*\\)[^()]*)*\\)\\s*\\{",returnBegin:!0,label:"func.def",contains:[z,t.inherit(t.TITLE_MODE,{begin:r,className:"title.function"})]},{match:/\.\.\./,relevance:0},k,{match:"\\$"+r,relevance:0},{match:[/\bconstructor(?=\s*\()/],className:{1:"title.function"},contains:[z]},te,C,U,E,{match:/\$[(.]/}]}}h();var dm="([-+]?)(\\b0[xX][a-fA-F0-9]+|(\\b\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?)|NaN|[-+]?Infinity",pm={scope:"number",match:dm,relevance:0};function Ol(t){let e={className:"attr",begin:/(("(\\.|[^\\"\r\n])*")|('(\\.|[^\\'\r\n])*'))(?=\s*:)/,relevance:1.01},n={match:/[{}[\],:]/,className:"punctuation",relevance:0},r=["true","false","null"],i={scope:"literal",beginKeywords:r.join(" ")};return{name:"JSON",aliases:["jsonc","json5"],keywords:{literal:r},contains:[e,n,t.APOS_STRING_MODE,t.QUOTE_STRING_MODE,i,pm,t.C_LINE_COMMENT_MODE,t.C_BLOCK_COMMENT_MODE],illegal:"\\S"}}h();function Cl(t){let e=t.regex,n={begin:/<\/?[A-Za-z_]/,end:">",subLanguage:"xml",relevance:0},r={match:/^ {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$/},i={className:"code",variants:[{begin:"(`{3,})[^`](.|\\n)*?\\1`*[ ]*"},{begin:"(~{3,})[^~](.|\\n)*?\\1~*[ ]*"},{begin:"```",end:"```+[ ]*$"},{begin:"~~~",end:"~~~+[ ]*$"},{begin:"`.+?`"},{begin:"(?=^( {4}|\\t))",contains:[{begin:"^( {4}|\\t)",end:"(\\n)$"}],relevance:0}]},s={className:"bullet",begin:"^[ 	]*([*+-]|(\\d+\\.))(?=\\s+)",end:"\\s+",excludeEnd:!0},o={begin:/^\[[^\n]+\]:/,returnBegin:!0,contains:[{className:"symbol",begin:/\[/,end:/\]/,excludeBegin:!0,excludeEnd:!0},{className:"link",begin:/:\s*/,end:/$/,excludeBegin:!0}]},a=/[A-Za-z][A-Za-z0-9+.-]*/,c={variants:[{begin:/\[.+?\]\[.*?\]/,relevance:0},{begin:/\[.+?\]\(((data|javascript|mailto):|(?:http|ftp)s?:\/\/).*?\)/,relevance:2},{begin:e.concat(/\[.+?\]\(/,a,/:\/\/.*?\)/),relevance:2},{begin:/\[.+?\]\([./?&#].*?\)/,relevance:1},{begin:/\[.*?\]\(.*?\)/,relevance:0}],returnBegin:!0,contains:[{match:/\[(?=\])/},{className:"string",relevance:0,begin:"\\[",end:"\\]",excludeBegin:!0,returnEnd:!0},{className:"link",relevance:0,begin:"\\]\\(",end:"\\)",excludeBegin:!0,excludeEnd:!0},{className:"symbol",relevance:0,begin:"\\]\\[",end:"\\]",excludeBegin:!0,excludeEnd:!0}]},p={className:"strong",contains:[],variants:[{begin:/_{2}(?!\s)/,end:/_{2}/},{begin:/\*{2}(?!\s)/,end:/\*{2}/}]},u={className:"emphasis",contains:[],variants:[{begin:/\*(?![*\s])/,end:/\*/},{begin:/_(?![_\s])/,end:/_/,relevance:0}]},w=t.inherit(p,{contains:[]}),m=t.inherit(u,{contains:[]});p.contains.push(m),u.contains.push(w);let x=[n,c];return[p,u,w,m].forEach(v=>{v.contains=v.contains.concat(x)}),x=x.concat(p,u),{name:"Markdown",aliases:["md","mkdown","mkd"],contains:[{className:"section",variants:[{begin:"^#{1,6}",end:"$",contains:x},{begin:"(?=^.+?\\n[=-]{2,}$)",contains:[{begin:"^[=-]*$"},{begin:"^",end:"\\n",contains:x}]}]},n,s,r,p,u,{className:"quote",begin:"^>\\s+",contains:x,end:"$"},i,c,o,{scope:"literal",match:/&([a-zA-Z0-9]+|#[0-9]{1,7}|#[Xx][0-9a-fA-F]{1,6});/}]}}h();function Ll(t){let e=t.regex,n=/[\p{XID_Start}_]\p{XID_Continue}*/u,r=["and","as","assert","async","await","break","case","class","continue","def","del","elif","else","except","finally","for","from","global","if","import","in","is","lambda","lazy","match","nonlocal|10","not","or","pass","raise","return","try","while","with","yield"],a={$pattern:/[A-Za-z]\w+|__\w+__/,keyword:r,built_in:["__import__","abs","aiter","all","anext","any","ascii","bin","bool","breakpoint","bytearray","bytes","callable","chr","classmethod","compile","complex","delattr","dict","dir","divmod","enumerate","eval","exec","filter","float","format","frozendict","frozenset","getattr","globals","hasattr","hash","help","hex","id","input","int","isinstance","issubclass","iter","len","list","locals","map","max","memoryview","min","next","object","oct","open","ord","pow","print","property","range","repr","reversed","round","sentinel","set","setattr","slice","sorted","staticmethod","str","sum","super","tuple","type","vars","zip"],literal:["__debug__","Ellipsis","False","None","NotImplemented","True"],type:["Any","Callable","Coroutine","Dict","List","Literal","Generic","Optional","Sequence","Set","Tuple","Type","Union"]},c={className:"meta",begin:/^(>>>|\.\.\.) /},p={className:"subst",begin:/\{/,end:/\}/,keywords:a,illegal:/#/},u={begin:/\{\{/,relevance:0},w={className:"string",contains:[t.BACKSLASH_ESCAPE],variants:[{begin:/([uU]|[bB]|[rR]|[bB][rR]|[rR][bB])?'''/,end:/'''/,contains:[t.BACKSLASH_ESCAPE,c],relevance:10},{begin:/([uU]|[bB]|[rR]|[bB][rR]|[rR][bB])?"""/,end:/"""/,contains:[t.BACKSLASH_ESCAPE,c],relevance:10},{begin:/([fFtT][rR]|[rR][fFtT]|[fFtT])'''/,end:/'''/,contains:[t.BACKSLASH_ESCAPE,c,u,p]},{begin:/([fFtT][rR]|[rR][fFtT]|[fFtT])"""/,end:/"""/,contains:[t.BACKSLASH_ESCAPE,c,u,p]},{begin:/([uU]|[rR])'/,end:/'/,relevance:10},{begin:/([uU]|[rR])"/,end:/"/,relevance:10},{begin:/([bB]|[bB][rR]|[rR][bB])'/,end:/'/},{begin:/([bB]|[bB][rR]|[rR][bB])"/,end:/"/},{begin:/([fFtT][rR]|[rR][fFtT]|[fFtT])'/,end:/'/,contains:[t.BACKSLASH_ESCAPE,u,p]},{begin:/([fFtT][rR]|[rR][fFtT]|[fFtT])"/,end:/"/,contains:[t.BACKSLASH_ESCAPE,u,p]},t.APOS_STRING_MODE,t.QUOTE_STRING_MODE]},m="[0-9](_?[0-9])*",x=`(\\b(${m}))?\\.(${m})|\\b(${m})\\.`,f=`\\b|${r.join("|")}`,_={className:"number",relevance:0,variants:[{begin:`(\\b(${m})|(${x}))[eE][+-]?(${m})[jJ]?(?=${f})`},{begin:`(${x})[jJ]?`},{begin:`\\b([1-9](_?[0-9])*|0+(_?0)*)[lLjJ]?(?=${f})`},{begin:`\\b0[bB](_?[01])+[lL]?(?=${f})`},{begin:`\\b0[oO](_?[0-7])+[lL]?(?=${f})`},{begin:`\\b0[xX](_?[0-9a-fA-F])+[lL]?(?=${f})`},{begin:`\\b(${m})[jJ](?=${f})`}]},y={className:"comment",begin:e.lookahead(/# type:/),end:/$/,keywords:a,contains:[{begin:/# type:/},{begin:/#/,end:/\b\B/,endsWithParent:!0}]},v={className:"params",variants:[{className:"",begin:/\(\s*\)/,skip:!0},{begin:/\(/,end:/\)/,excludeBegin:!0,excludeEnd:!0,keywords:a,contains:["self",c,_,w,t.HASH_COMMENT_MODE]}]};return p.contains=[w,_,c],{name:"Python",aliases:["py","gyp","ipython"],unicodeRegex:!0,keywords:a,illegal:/(<\/|\?)|=>/,contains:[c,_,{scope:"variable.language",match:/\bself\b/},{beginKeywords:"if",relevance:0},{match:/\bor\b/,scope:"keyword"},w,y,t.HASH_COMMENT_MODE,{match:[/\bdef/,/\s+/,n],scope:{1:"keyword",3:"title.function"},contains:[v]},{variants:[{match:[/\bclass/,/\s+/,n,/\s*/,/\(\s*/,n,/\s*\)/]},{match:[/\bclass/,/\s+/,n]}],scope:{1:"keyword",3:"title.class",6:"title.class.inherited"}},{className:"meta",begin:/^[\t ]*@/,end:/(?=#)|$/,contains:[_,v,w]}]}}h();function Il(t){let e=t.regex,n=/(?:(?:[a-zA-Z]|\.[._a-zA-Z])[._a-zA-Z0-9]*)|\.(?!\d)/,r=e.either(/0[xX][0-9a-fA-F]+\.[0-9a-fA-F]*[pP][+-]?\d+i?/,/0[xX][0-9a-fA-F]+(?:[pP][+-]?\d+)?[Li]?/,/(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?[Li]?/),i=/[=!<>:]=|\|\||&&|:::?|<-|<<-|->>|->|\|>|[-+*\/?!$&|:<=>@^~]|\*\*/,s=e.either(/[()]/,/[{}]/,/\[\[/,/[[\]]/,/\\/,/,/);return{name:"R",keywords:{$pattern:n,keyword:"function if in break next repeat else for while",literal:"NULL NA TRUE FALSE Inf NaN NA_integer_|10 NA_real_|10 NA_character_|10 NA_complex_|10",built_in:"LETTERS letters month.abb month.name pi T F abs acos acosh all any anyNA Arg as.call as.character as.complex as.double as.environment as.integer as.logical as.null.default as.numeric as.raw asin asinh atan atanh attr attributes baseenv browser c call ceiling class Conj cos cosh cospi cummax cummin cumprod cumsum digamma dim dimnames emptyenv exp expression floor forceAndCall gamma gc.time globalenv Im interactive invisible is.array is.atomic is.call is.character is.complex is.double is.environment is.expression is.finite is.function is.infinite is.integer is.language is.list is.logical is.matrix is.na is.name is.nan is.null is.numeric is.object is.pairlist is.raw is.recursive is.single is.symbol lazyLoadDBfetch length lgamma list log max min missing Mod names nargs nzchar oldClass on.exit pos.to.env proc.time prod quote range Re rep retracemem return round seq_along seq_len seq.int sign signif sin sinh sinpi sqrt standardGeneric substitute sum switch tan tanh tanpi tracemem trigamma trunc unclass untracemem UseMethod xtfrm"},contains:[t.COMMENT(/#'/,/$/,{contains:[{scope:"doctag",match:/@examples/,starts:{end:e.lookahead(e.either(/\n^#'\s*(?=@[a-zA-Z]+)/,/\n^(?!#')/)),endsParent:!0}},{scope:"doctag",begin:"@param",end:/$/,contains:[{scope:"variable",variants:[{match:n},{match:/`(?:\\.|[^`\\])+`/}],endsParent:!0}]},{scope:"doctag",match:/@[a-zA-Z]+/},{scope:"keyword",match:/\\[a-zA-Z]+/}]}),t.HASH_COMMENT_MODE,{scope:"string",contains:[t.BACKSLASH_ESCAPE],variants:[t.END_SAME_AS_BEGIN({begin:/[rR]"(-*)\(/,end:/\)(-*)"/}),t.END_SAME_AS_BEGIN({begin:/[rR]"(-*)\{/,end:/\}(-*)"/}),t.END_SAME_AS_BEGIN({begin:/[rR]"(-*)\[/,end:/\](-*)"/}),t.END_SAME_AS_BEGIN({begin:/[rR]'(-*)\(/,end:/\)(-*)'/}),t.END_SAME_AS_BEGIN({begin:/[rR]'(-*)\{/,end:/\}(-*)'/}),t.END_SAME_AS_BEGIN({begin:/[rR]'(-*)\[/,end:/\](-*)'/}),{begin:'"',end:'"',relevance:0},{begin:"'",end:"'",relevance:0}]},{relevance:0,variants:[{scope:{1:"operator",2:"number"},match:[i,r]},{scope:{1:"operator",2:"number"},match:[/%[^%]*%/,r]},{scope:{1:"punctuation",2:"number"},match:[s,r]},{scope:{2:"number"},match:[/[^a-zA-Z0-9._]|^/,r]}]},{scope:{3:"operator"},match:[n,/\s+/,/<-/,/\s+/]},{scope:"operator",relevance:0,variants:[{match:i},{match:/%[^%]*%/}]},{scope:"punctuation",relevance:0,match:s},{begin:"`",end:"`",contains:[{begin:/\\./}]}]}}h();function Ml(t){let e=t.regex,n=/(r#)?/,r=e.concat(n,t.UNDERSCORE_IDENT_RE),i=e.concat(n,t.IDENT_RE),s={scope:"title.function.invoke",relevance:0,begin:e.concat(/\b/,/(?!(?:let|for|while|if|else|match)\b)/,i,e.lookahead(/\s*\(/))},o="([ui](8|16|32|64|128|size)|f(16|32|64|128))?",a=["abstract","as","async","await","become","box","break","const","continue","crate","do","dyn","else","enum","extern","false","final","fn","for","if","impl","in","let","loop","macro","match","mod","move","mut","override","priv","pub","raw","ref","return","self","Self","static","struct","super","trait","true","try","type","typeof","union","unsafe","unsized","use","virtual","where","while","yield"],c=["true","false","Some","None","Ok","Err"],p=["drop ","Copy","Send","Sized","Sync","Drop","Fn","FnMut","FnOnce","ToOwned","Clone","Debug","PartialEq","PartialOrd","Eq","Ord","AsRef","AsMut","Into","From","Default","Iterator","Extend","IntoIterator","DoubleEndedIterator","ExactSizeIterator","SliceConcatExt","ToString","assert!","assert_eq!","bitflags!","bytes!","cfg!","col!","concat!","concat_idents!","debug_assert!","debug_assert_eq!","env!","eprintln!","panic!","file!","format!","format_args!","include_bytes!","include_str!","line!","local_data_key!","module_path!","option_env!","print!","println!","select!","stringify!","try!","unimplemented!","unreachable!","vec!","write!","writeln!","macro_rules!","assert_ne!","debug_assert_ne!"],u=["i8","i16","i32","i64","i128","isize","u8","u16","u32","u64","u128","usize","f16","f32","f64","f128","str","char","bool","Box","Option","Result","String","Vec"];return{name:"Rust",aliases:["rs"],keywords:{$pattern:t.IDENT_RE+"!?",type:u,keyword:a,literal:c,built_in:p},illegal:"</",contains:[t.C_LINE_COMMENT_MODE,t.COMMENT("/\\*","\\*/",{contains:["self"]}),t.inherit(t.QUOTE_STRING_MODE,{begin:/b?"/,illegal:null}),{scope:"symbol",begin:/'[a-zA-Z_][a-zA-Z0-9_]*(?!')/},{scope:"string",variants:[{begin:/b?r(#*)"(.|\n)*?"\1(?!#)/},{begin:/b?'/,end:/'/,contains:[{scope:"char.escape",match:/\\('|"|\\|\w|x\w{2}|u\w{4}|U\w{8})/}]}]},{scope:"number",variants:[{begin:"\\b0b([01_]+)"+o},{begin:"\\b0o([0-7_]+)"+o},{begin:"\\b0x([A-Fa-f0-9_]+)"+o},{begin:"\\b(\\d[\\d_]*(\\.[0-9_]+)?([eE][+-]?[0-9_]+)?)"+o}],relevance:0},{begin:[/\bsafe/,/\s+/,/extern/],scope:{1:"keyword",3:"keyword"}},{begin:[/fn/,/\s+/,r],scope:{1:"keyword",3:"title.function"}},{scope:"meta",begin:"#!?\\[",end:"\\]",contains:[{scope:"string",begin:/"/,end:/"/,contains:[t.BACKSLASH_ESCAPE]}]},{begin:[/let/,/\s+/,/(?:mut\s+)?/,r],scope:{1:"keyword",3:"keyword",4:"variable"}},{begin:[/for/,/\s+/,r,/\s+/,/in/],scope:{1:"keyword",3:"variable",5:"keyword"}},{begin:[/type/,/\s+/,r],scope:{1:"keyword",3:"title.class"}},{begin:[/(?:trait|enum|struct|union|impl|for)/,/\s+/,r],scope:{1:"keyword",3:"title.class"}},{begin:t.IDENT_RE+"::",keywords:{keyword:"Self",built_in:p,type:u}},{scope:"punctuation",begin:"->"},s]}}h();function Dl(t){let e=t.regex,n=t.COMMENT("--","$"),r={scope:"string",variants:[{begin:/'/,end:/'/,contains:[{match:/''/}]}]},i={begin:/"/,end:/"/,contains:[{match:/""/}]},s=["true","false","unknown"],o=["double precision","large object","with timezone","without timezone"],a=["bigint","binary","blob","boolean","char","character","clob","date","dec","decfloat","decimal","float","int","integer","interval","nchar","nclob","national","numeric","real","row","smallint","time","timestamp","varchar","varying","varbinary"],c=["add","asc","collation","desc","final","first","last","view"],p=["abs","acos","all","allocate","alter","and","any","are","array","array_agg","array_max_cardinality","as","asensitive","asin","asymmetric","at","atan","atomic","authorization","avg","begin","begin_frame","begin_partition","between","bigint","binary","blob","boolean","both","by","call","called","cardinality","cascaded","case","cast","ceil","ceiling","char","char_length","character","character_length","check","classifier","clob","close","coalesce","collate","collect","column","commit","condition","connect","constraint","contains","convert","copy","corr","corresponding","cos","cosh","count","covar_pop","covar_samp","create","cross","cube","cume_dist","current","current_catalog","current_date","current_default_transform_group","current_path","current_role","current_row","current_schema","current_time","current_timestamp","current_path","current_role","current_transform_group_for_type","current_user","cursor","cycle","date","day","deallocate","dec","decimal","decfloat","declare","default","define","delete","dense_rank","deref","describe","deterministic","disconnect","distinct","double","drop","dynamic","each","element","else","empty","end","end_frame","end_partition","end-exec","equals","escape","every","except","exec","execute","exists","exp","external","extract","false","fetch","filter","first_value","float","floor","for","foreign","frame_row","free","from","full","function","fusion","get","global","grant","group","grouping","groups","having","hold","hour","identity","in","indicator","initial","inner","inout","insensitive","insert","int","integer","intersect","intersection","interval","into","is","join","json_array","json_arrayagg","json_exists","json_object","json_objectagg","json_query","json_table","json_table_primitive","json_value","lag","language","large","last_value","lateral","lead","leading","left","like","like_regex","listagg","ln","local","localtime","localtimestamp","log","log10","lower","match","match_number","match_recognize","matches","max","member","merge","method","min","minute","mod","modifies","module","month","multiset","national","natural","nchar","nclob","new","no","none","normalize","not","nth_value","ntile","null","nullif","numeric","octet_length","occurrences_regex","of","offset","old","omit","on","one","only","open","or","order","out","outer","over","overlaps","overlay","parameter","partition","pattern","per","percent","percent_rank","percentile_cont","percentile_disc","period","portion","position","position_regex","power","precedes","precision","prepare","primary","procedure","ptf","range","rank","reads","real","recursive","ref","references","referencing","regr_avgx","regr_avgy","regr_count","regr_intercept","regr_r2","regr_slope","regr_sxx","regr_sxy","regr_syy","release","result","return","returns","revoke","right","rollback","rollup","row","row_number","rows","running","savepoint","scope","scroll","search","second","seek","select","sensitive","session_user","set","show","similar","sin","sinh","skip","smallint","some","specific","specifictype","sql","sqlexception","sqlstate","sqlwarning","sqrt","start","static","stddev_pop","stddev_samp","submultiset","subset","substring","substring_regex","succeeds","sum","symmetric","system","system_time","system_user","table","tablesample","tan","tanh","then","time","timestamp","timezone_hour","timezone_minute","to","trailing","translate","translate_regex","translation","treat","trigger","trim","trim_array","true","truncate","uescape","union","unique","unknown","unnest","update","upper","user","using","value","values","value_of","var_pop","var_samp","varbinary","varchar","varying","versioning","when","whenever","where","width_bucket","window","with","within","without","year"],u=["abs","acos","array_agg","asin","atan","avg","cast","ceil","ceiling","coalesce","corr","cos","cosh","count","covar_pop","covar_samp","cume_dist","dense_rank","deref","element","exp","extract","first_value","floor","json_array","json_arrayagg","json_exists","json_object","json_objectagg","json_query","json_table","json_table_primitive","json_value","lag","last_value","lead","listagg","ln","log","log10","lower","max","min","mod","nth_value","ntile","nullif","percent_rank","percentile_cont","percentile_disc","position","position_regex","power","rank","regr_avgx","regr_avgy","regr_count","regr_intercept","regr_r2","regr_slope","regr_sxx","regr_sxy","regr_syy","row_number","sin","sinh","sqrt","stddev_pop","stddev_samp","substring","substring_regex","sum","tan","tanh","translate","translate_regex","treat","trim","trim_array","unnest","upper","value_of","var_pop","var_samp","width_bucket"],w=["current_catalog","current_date","current_default_transform_group","current_path","current_role","current_schema","current_transform_group_for_type","current_user","session_user","system_time","system_user","current_time","localtime","current_timestamp","localtimestamp"],m=["create table","insert into","primary key","foreign key","not null","alter table","add constraint","grouping sets","on overflow","character set","respect nulls","ignore nulls","nulls first","nulls last","depth first","breadth first"],x=u,f=[...p,...c].filter(N=>!u.includes(N)),_={scope:"variable",match:/@[a-z0-9][a-z0-9_]*/},y={scope:"operator",match:/[-+*/=%^~]|&&?|\|\|?|!=?|<(?:=>?|<|>)?|>[>=]?/,relevance:0},v={match:e.concat(/\b/,e.either(...x),/\s*\(/),relevance:0,keywords:{built_in:x}};function $(N){return e.concat(/\b/,e.either(...N.map(z=>z.replace(/\s+/,"\\s+"))),/\b/)}let L={scope:"keyword",match:$(m),relevance:0};function M(N,{exceptions:z,when:U}={}){let D=U;return z=z||[],N.map(X=>X.match(/\|\d+$/)||z.includes(X)?X:D(X)?`${X}|0`:X)}return{name:"SQL",case_insensitive:!0,illegal:/[{}]|<\//,keywords:{$pattern:/\b[\w\.]+/,keyword:M(f,{when:N=>N.length<3}),literal:s,type:a,built_in:w},contains:[{scope:"type",match:$(o)},L,v,_,r,i,t.C_NUMBER_MODE,t.C_BLOCK_COMMENT_MODE,n,y]}}h();var Mr="[A-Za-z$_][0-9A-Za-z$_]*",$l=["as","in","of","if","for","while","finally","var","new","function","do","return","void","else","break","catch","instanceof","with","throw","case","default","try","switch","continue","typeof","delete","let","yield","const","class","debugger","async","await","static","import","from","export","extends","using"],Pl=["true","false","null","undefined","NaN","Infinity"],Bl=["Object","Function","Boolean","Symbol","Math","Date","Number","BigInt","String","RegExp","Array","Float32Array","Float64Array","Int8Array","Uint8Array","Uint8ClampedArray","Int16Array","Int32Array","Uint16Array","Uint32Array","BigInt64Array","BigUint64Array","Set","Map","WeakSet","WeakMap","ArrayBuffer","SharedArrayBuffer","Atomics","DataView","JSON","Promise","Generator","GeneratorFunction","AsyncFunction","Reflect","Proxy","Intl","WebAssembly"],Ul=["Error","EvalError","InternalError","RangeError","ReferenceError","SyntaxError","TypeError","URIError"],zl=["setInterval","setTimeout","clearInterval","clearTimeout","require","exports","eval","isFinite","isNaN","parseFloat","parseInt","decodeURI","decodeURIComponent","encodeURI","encodeURIComponent","escape","unescape"],Fl=["arguments","this","super","console","window","document","localStorage","sessionStorage","module","self","global"],ql=[].concat(zl,Bl,Ul);function hm(t){let e=t.regex,n=(P,{after:Y})=>{let ee="</"+P[0].slice(1);return P.input.indexOf(ee,Y)!==-1},r=Mr,i={begin:"<>",end:"</>"},s=/<[A-Za-z0-9\\._:-]+\s*\/>/,o={begin:/<[A-Za-z0-9\\._:-]+/,end:/\/[A-Za-z0-9\\._:-]+>|\/>/,isTrulyOpeningTag:(P,Y)=>{let ee=P[0].length+P.index,se=P.input[ee];if(se==="<"||se===","){Y.ignoreMatch();return}se===">"&&(n(P,{after:ee})||Y.ignoreMatch());let ge,Oe=P.input.substring(ee);if(ge=Oe.match(/^\s*=/)){Y.ignoreMatch();return}if((ge=Oe.match(/^\s+extends\s+/))&&ge.index===0){Y.ignoreMatch();return}}},a={$pattern:Mr,keyword:$l,literal:Pl,built_in:ql,"variable.language":Fl},c="[0-9](_?[0-9])*",p=`\\.(${c})`,u="0|[1-9](_?[0-9])*|0[0-7]*[89][0-9]*",w={className:"number",variants:[{begin:`(\\b(${u})((${p})|\\.)?|(${p}))[eE][+-]?(${c})\\b`},{begin:`\\b(${u})\\b((${p})\\b|\\.)?|(${p})\\b`},{begin:"\\b(0|[1-9](_?[0-9])*)n\\b"},{begin:"\\b0[xX][0-9a-fA-F](_?[0-9a-fA-F])*n?\\b"},{begin:"\\b0[bB][0-1](_?[0-1])*n?\\b"},{begin:"\\b0[oO][0-7](_?[0-7])*n?\\b"},{begin:"\\b0[0-7]+n?\\b"}],relevance:0},m={className:"subst",begin:"\\$\\{",end:"\\}",keywords:a,contains:[]},x={begin:".?html`",end:"",starts:{end:"`",returnEnd:!1,contains:[t.BACKSLASH_ESCAPE,m],subLanguage:"xml"}},f={begin:".?css`",end:"",starts:{end:"`",returnEnd:!1,contains:[t.BACKSLASH_ESCAPE,m],subLanguage:"css"}},_={begin:".?gql`",end:"",starts:{end:"`",returnEnd:!1,contains:[t.BACKSLASH_ESCAPE,m],subLanguage:"graphql"}},y={className:"string",begin:"`",end:"`",contains:[t.BACKSLASH_ESCAPE,m]},$={className:"comment",variants:[t.COMMENT(/\/\*\*(?!\/)/,"\\*/",{relevance:0,contains:[{begin:"(?=@[A-Za-z]+)",relevance:0,contains:[{className:"doctag",begin:"@[A-Za-z]+"},{className:"type",begin:"\\{",end:"\\}",excludeEnd:!0,excludeBegin:!0,relevance:0},{className:"variable",begin:r+"(?=\\s*(-)|$)",endsParent:!0,relevance:0},{begin:/(?=[^\n])\s/,relevance:0}]}]}),t.C_BLOCK_COMMENT_MODE,t.C_LINE_COMMENT_MODE]},L=[t.APOS_STRING_MODE,t.QUOTE_STRING_MODE,x,f,_,y,{match:/\$\d+/},w];m.contains=L.concat({begin:/\{/,end:/\}/,keywords:a,contains:["self"].concat(L)});let M=[].concat($,m.contains),N=M.concat([{begin:/(\s*)\(/,end:/\)/,keywords:a,contains:["self"].concat(M)}]),z={className:"params",begin:/(\s*)\(/,end:/\)/,excludeBegin:!0,excludeEnd:!0,keywords:a,contains:N},U={variants:[{match:[/class/,/\s+/,r,/\s+/,/extends/,/\s+/,e.concat(r,"(",e.concat(/\./,r),")*")],scope:{1:"keyword",3:"title.class",5:"keyword",7:"title.class.inherited"}},{match:[/class/,/\s+/,r],scope:{1:"keyword",3:"title.class"}}]},D={relevance:0,match:e.either(/\bJSON/,/\b[A-Z][a-z]+([A-Z][a-z]*|\d)*/,/\b[A-Z]{2,}([A-Z][a-z]+|\d)+([A-Z][a-z]*)*/,/\b[A-Z]{2,}[a-z]+([A-Z][a-z]+|\d)*([A-Z][a-z]*)*/),className:"title.class",keywords:{_:[...Bl,...Ul]}},X={label:"use_strict",className:"meta",relevance:10,begin:/^\s*['"]use (strict|asm)['"]/},re={variants:[{match:[/function/,/\s+/,r,/(?=\s*\()/]},{match:[/function/,/\s*(?=\()/]}],className:{1:"keyword",3:"title.function"},label:"func.def",contains:[z],illegal:/%/},C={relevance:0,match:/\b[A-Z][A-Z_0-9]+\b/,className:"variable.constant"};function B(P){return e.concat("(?!",P.join("|"),")")}let te={match:e.concat(/\b/,B([...zl,"super","import","await"].map(P=>`${P}\\s*\\(`)),r,e.lookahead(/\s*\(/)),className:"title.function",relevance:0},k={begin:e.concat(/\./,e.lookahead(e.concat(r,/(?![0-9A-Za-z$_(])/))),end:r,excludeBegin:!0,keywords:"prototype",className:"property",relevance:0},E={match:[/get|set/,/\s+/,r,/(?=\()/],className:{1:"keyword",3:"title.function"},contains:[{begin:/\(\)/},z]},b="(\\([^()]*(\\([^()]*(\\([^()]*\\)[^()]*)*\\)[^()]*)*\\)|"+t.UNDERSCORE_IDENT_RE+")\\s*=>",T={match:[/const|var|let/,/\s+/,r,/\s*/,/=\s*/,/(async\s*)?/,e.lookahead(b)],keywords:"async",className:{1:"keyword",3:"title.function"},contains:[z]};return{name:"JavaScript",aliases:["js","jsx","mjs","cjs"],keywords:a,exports:{PARAMS_CONTAINS:N,CLASS_REFERENCE:D},illegal:/#(?![$_A-Za-z])/,contains:[t.SHEBANG({label:"shebang",binary:"node",relevance:5}),X,t.APOS_STRING_MODE,t.QUOTE_STRING_MODE,x,f,_,y,$,{match:/\$\d+/},w,D,{scope:"attr",match:r+e.lookahead(":"),relevance:0},T,{begin:"("+t.RE_STARTERS_RE+"|\\b(case|return|throw)\\b)\\s*",keywords:"return throw case",relevance:0,contains:[$,t.REGEXP_MODE,{className:"function",begin:b,returnBegin:!0,end:"\\s*=>",contains:[{className:"params",variants:[{begin:t.UNDERSCORE_IDENT_RE,relevance:0},{className:null,begin:/\(\s*\)/,skip:!0},{begin:/(\s*)\(/,end:/\)/,excludeBegin:!0,excludeEnd:!0,keywords:a,contains:N}]}]},{begin:/,/,relevance:0},{match:/\s+/,relevance:0},{variants:[{begin:i.begin,end:i.end},{match:s},{begin:o.begin,"on:begin":o.isTrulyOpeningTag,end:o.end}],subLanguage:"xml",contains:[{begin:o.begin,end:o.end,skip:!0,contains:["self"]}]}]},re,{beginKeywords:"while if switch catch for"},{begin:"\\b(?!function)"+t.UNDERSCORE_IDENT_RE+"\\([^()]*(\\([^()]*(\\([^()]*\\)[^()]*)*\\)[^()]*)*\\)\\s*\\{",returnBegin:!0,label:"func.def",contains:[z,t.inherit(t.TITLE_MODE,{begin:r,className:"title.function"})]},{match:/\.\.\./,relevance:0},k,{match:"\\$"+r,relevance:0},{match:[/\bconstructor(?=\s*\()/],className:{1:"title.function"},contains:[z]},te,C,U,E,{match:/\$[(.]/}]}}function Hl(t){let e=t.regex,n=hm(t),r=Mr,i=["any","void","number","boolean","string","object","never","symbol","bigint","unknown"],s={begin:[/namespace/,/\s+/,t.IDENT_RE],beginScope:{1:"keyword",3:"title.class"}},o={beginKeywords:"interface",end:/\{/,excludeEnd:!0,keywords:{keyword:"interface extends",built_in:i},contains:[n.exports.CLASS_REFERENCE]},a={className:"meta",relevance:10,begin:/^\s*['"]use strict['"]/},c=["type","interface","public","private","protected","implements","declare","abstract","readonly","enum","override","satisfies"],p={$pattern:Mr,keyword:$l.concat(c),literal:Pl,built_in:ql.concat(i),"variable.language":Fl},u={className:"meta",begin:"@"+r},w=(_,y,v)=>{let $=_.contains.findIndex(L=>L.label===y);if($===-1)throw new Error("can not find mode to replace");_.contains.splice($,1,v)};Object.assign(n.keywords,p),n.exports.PARAMS_CONTAINS.push(u);let m=n.contains.find(_=>_.scope==="attr"),x=Object.assign({},m,{match:e.concat(r,e.lookahead(/\s*\?:/))});n.exports.PARAMS_CONTAINS.push([n.exports.CLASS_REFERENCE,m,x]),n.contains=n.contains.concat([u,s,o,x]),w(n,"shebang",t.SHEBANG()),w(n,"use_strict",a);let f=n.contains.find(_=>_.label==="func.def");return f.relevance=0,Object.assign(n,{name:"TypeScript",aliases:["ts","tsx","mts","cts"]}),n}h();function Wl(t){let e=t.regex,n=e.concat(/[\p{L}_]/u,e.optional(/[\p{L}0-9_.-]*:/u),/[\p{L}0-9_.-]*/u),r=/[\p{L}0-9._:-]+/u,i={className:"symbol",begin:/&[a-z]+;|&#[0-9]+;|&#x[a-f0-9]+;/},s={begin:/\s/,contains:[{className:"keyword",begin:/#?[a-z_][a-z1-9_-]+/,illegal:/\n/}]},o=t.inherit(s,{begin:/\(/,end:/\)/}),a=t.inherit(t.APOS_STRING_MODE,{className:"string"}),c=t.inherit(t.QUOTE_STRING_MODE,{className:"string"}),p={endsWithParent:!0,illegal:/</,relevance:0,contains:[{className:"attr",begin:r,relevance:0},{begin:/=\s*/,relevance:0,contains:[{className:"string",endsParent:!0,variants:[{begin:/"/,end:/"/,contains:[i]},{begin:/'/,end:/'/,contains:[i]},{begin:/[^\s"'=<>`]+/}]}]}]};return{name:"HTML, XML",aliases:["html","xhtml","rss","atom","xjb","xsd","xsl","plist","wsf","svg"],case_insensitive:!0,unicodeRegex:!0,contains:[{className:"meta",begin:/<![a-z]/,end:/>/,relevance:10,contains:[s,c,a,o,{begin:/\[/,end:/\]/,contains:[{className:"meta",begin:/<![a-z]/,end:/>/,contains:[s,o,c,a]}]}]},t.COMMENT(/<!--/,/-->/,{relevance:10}),{begin:/<!\[CDATA\[/,end:/\]\]>/,relevance:10},i,{className:"meta",end:/\?>/,variants:[{begin:/<\?xml/,relevance:10,contains:[c]},{begin:/<\?[a-z][a-z0-9]+/}]},{className:"tag",begin:/<style(?=\s|>)/,end:/>/,keywords:{name:"style"},contains:[p],starts:{end:/<\/style>/,returnEnd:!0,subLanguage:"css"}},{className:"tag",begin:/<script(?=\s|>)/,end:/>/,keywords:{name:"script"},contains:[p],starts:{end:/<\/script>/,returnEnd:!0,subLanguage:"javascript"}},{className:"tag",begin:/<>|<\/>/},{className:"tag",begin:e.concat(/</,e.lookahead(e.concat(n,e.either(/\/>/,/>/,/\s/)))),end:/\/?>/,contains:[{className:"name",begin:n,relevance:0,starts:p}]},{className:"tag",begin:e.concat(/<\//,e.lookahead(e.concat(n,/>/))),contains:[{className:"name",begin:n,relevance:0},{begin:/>/,relevance:0,endsParent:!0}]}]}}h();function Gl(t){let e="true false yes no null",n="[\\w#;/?:@&=+$,.~*'()[\\]]+",r={className:"attr",variants:[{begin:/[\w*@][\w*@ :()\./-]*:(?=[ \t]|$)/},{begin:/"[\w*@][\w*@ :()\./-]*":(?=[ \t]|$)/},{begin:/'[\w*@][\w*@ :()\./-]*':(?=[ \t]|$)/}]},i={className:"template-variable",variants:[{begin:/\{\{/,end:/\}\}/},{begin:/%\{/,end:/\}/}]},s={className:"string",relevance:0,begin:/'/,end:/'/,contains:[{match:/''/,scope:"char.escape",relevance:0}]},o={className:"string",relevance:0,variants:[{begin:/"/,end:/"/},{begin:/\S+/}],contains:[t.BACKSLASH_ESCAPE,i]},a=t.inherit(o,{variants:[{begin:/'/,end:/'/,contains:[{begin:/''/,relevance:0}]},{begin:/"/,end:/"/},{begin:/[^\s,{}[\]]+/}]}),m={className:"number",begin:"\\b"+"[0-9]{4}(-[0-9][0-9]){0,2}"+"([Tt \\t][0-9][0-9]?(:[0-9][0-9]){2})?"+"(\\.[0-9]*)?"+"([ \\t])*(Z|[-+][0-9][0-9]?(:[0-9][0-9])?)?"+"\\b"},x={end:",",endsWithParent:!0,excludeEnd:!0,keywords:e,relevance:0},f={begin:/\{/,end:/\}/,contains:[x],illegal:"\\n",relevance:0},_={begin:"\\[",end:"\\]",contains:[x],illegal:"\\n",relevance:0},y=[r,{className:"meta",begin:"^---\\s*$",relevance:10},{className:"string",begin:"[\\|>]([1-9]?[+-])?[ ]*\\n( +)[^ ][^\\n]*\\n(\\2[^\\n]+\\n?)*"},{begin:"<%[%=-]?",end:"[%-]?%>",subLanguage:"ruby",excludeBegin:!0,excludeEnd:!0,relevance:0},{className:"type",begin:"!\\w+!"+n},{className:"type",begin:"!<"+n+">"},{className:"type",begin:"!"+n},{className:"type",begin:"!!"+n},{className:"meta",begin:"&"+t.UNDERSCORE_IDENT_RE+"$"},{className:"meta",begin:"\\*"+t.UNDERSCORE_IDENT_RE+"$"},{className:"bullet",begin:"-(?=[ ]|$)",relevance:0},t.HASH_COMMENT_MODE,{beginKeywords:e,keywords:{literal:e}},m,{className:"number",begin:t.C_NUMBER_RE+"\\b",relevance:0},f,_,s,o],v=[...y];return v.pop(),v.push(a),x.contains=v,{name:"YAML",case_insensitive:!0,aliases:["yml"],contains:y}}var fm={bash:wl,javascript:Nl,json:Ol,markdown:Cl,python:Ll,r:Il,sql:Dl,typescript:Hl,xml:Wl,yaml:Gl},gm={c:bl,cpp:yl,css:xl,diff:_l,go:kl,java:jl,rust:Ml};for(let[t,e]of Object.entries({...fm,...gm}))Cr.registerLanguage(t,e);var mm=16e3,wm=2e3;function Kl(t,e){if(!(!e||t.length>mm||!Cr.getLanguage(e))&&!t.split(`
`).some(n=>n.length>wm))return Cr.highlight(t,{language:e,ignoreIllegals:!0}).value}var $r=4e3,Vl=/^data:image\/(?:png|jpe?g|gif|webp);base64,[a-z0-9+/]+={0,2}$/i,bm=/^(?:jw-(?:code|head|lang|rows|table|math|display|task|right|center)|(?:hljs|language)-[\w-]+|\w+_)$/,Se=t=>t.replace(/[&<>"']/g,e=>`&#${e.charCodeAt(0)};`),ym=t=>t.replace(/[<>"']|&(?!(?:#\d{1,7}|#x[\da-f]{1,6}|\w{1,31});)/gi,e=>`&#${e.charCodeAt(0)};`);function Ds(t){if(/^(?:https?:\/\/|mailto:)/i.test(t))return URL.canParse(t)?new URL(t).href:void 0}function Yl(t,e){let n=Se(t);return`<a href="${n}" title="${n}" target="_blank" rel="noopener noreferrer nofollow">${e}</a>`}function $s(t){let e=[],n=0;for(let r;(r=t.indexOf(`
`,n+$r))>=0;n=r+1)e.push(t.slice(n,r+1));return n<t.length?[...e,t.slice(n)]:e}function Zl(t,e){let n=Kl(t,e)??xm(t);return`<div class="jw-code">${`<div class="jw-head"><span class="jw-lang">${Se(e.slice(0,30))}</span></div>`}<pre><code>${n}</code></pre></div>`}function xm(t){return t.length<=$r?Se(t):$s(t).map(e=>`<span class="jw-rows">${Se(e)}</span>`).join("")}var Dr=0,_m={space:()=>"",html:({raw:t})=>Se(t),def:({raw:t})=>Se(t),code:({text:t,lang:e})=>Zl(t,(e??"").trim().split(/\s+/)[0]),hr:()=>"<hr>",br:()=>`
`,blockquote({tokens:t}){return`<blockquote>${this.parser.parse(t)}</blockquote>`},heading({tokens:t,depth:e}){let n=`h${Math.min(e+2,6)}`;return`<${n}>${this.parser.parseInline(t)}</${n}>`},paragraph({tokens:t}){return`<p>${this.parser.parseInline(t)}</p>`},list({ordered:t,start:e,items:n}){let r=n.map(i=>this.listitem(i)).join("");return t?Number(e)===1?`<ol>${r}</ol>`:`<ol start="${Number(e)}">${r}</ol>`:`<ul>${r}</ul>`},listitem({tokens:t}){return`<li>${this.parser.parse(t)}</li>`},checkbox:({checked:t})=>`<span class="jw-task">${t?"☑":"☐"}</span> `,table({header:t,rows:e}){let n=i=>`<tr>${i.map(s=>this.tablecell(s)).join("")}</tr>`,r=e.length?`<tbody>${e.map(n).join("")}</tbody>`:"";return`<div class="jw-table"><table><thead>${n(t)}</thead>${r}</table></div>`},tablecell({header:t,align:e,tokens:n}){let r=t?"th":"td",i=e==="right"||e==="center"?` class="jw-${e}"`:"";return`<${r}${i}>${this.parser.parseInline(n)}</${r}>`},codespan:({text:t})=>`<code>${Se(t)}</code>`,link({href:t,raw:e,tokens:n}){let r=Ds(t);if(!r)return Se(e);Dr++;let i=this.parser.parseInline(n);return Dr--,Dr?i:Yl(r,i)},image({href:t,raw:e,text:n}){let r=Se(n);if(Vl.test(t))return`<img src="${Se(t)}" alt="${r}">`;let i=Ds(t);if(!i)return Se(e);let s=r||Se(i);return Dr?s:Yl(i,s)},text(t){return"tokens"in t&&t.tokens?this.parser.parseInline(t.tokens):ym(t.text)}},km={html:()=>{},def:()=>{},tag(t){let e=this.rules.inline.tag.exec(t);if(e)return{type:"html",raw:e[0],text:e[0],block:!1,inLink:!1,inRawBlock:!1}}},Em=new RegExp(`^${As}[ \\t]*(?:\\n|$)`),vm=String.raw`\$\$[^$\n]{1,500}\$\$|\$(?![\s$])(?:\\[^\n]|[^\\$\n]){1,500}(?<!\s)\$(?!\d)`,jm=new RegExp(String.raw`^(?:${vm}|\\\([^\n]{1,500}?\\\)|\\\[[^\n]{1,500}?\\\])`),Tm=[{name:"display",level:"block",start:t=>t.match(/^ {0,3}(?:\$\$|\\\[)/m)?.index,tokenizer(t){let e=Em.exec(t);return e?{type:"display",raw:e[0],text:e[0].trim()}:void 0},renderer:({text:t})=>`<div class="jw-math jw-display">${Se(t)}</div>`},{name:"math",level:"inline",start:t=>t.match(/\$|\\[([]/)?.index,tokenizer(t){let e=jm.exec(t);return e?{type:"math",raw:e[0],text:e[0]}:void 0},renderer:({text:t})=>`<span class="jw-math">${Se(t)}</span>`}],Sm=new Ts({gfm:!0,renderer:_m,tokenizer:km,extensions:Tm}),Am="p h3 h4 h5 h6 ul ol li blockquote hr pre code div span strong em del a img table thead tbody tr th td".split(" "),Rm={ALLOWED_TAGS:Am,ALLOWED_ATTR:["class","href","title","target","rel","src","alt","start"],ALLOWED_URI_REGEXP:/^(?:https?:\/\/|mailto:|data:image\/(?:png|jpe?g|gif|webp);base64,)/i,ADD_URI_SAFE_ATTR:["target","rel","start"],ALLOW_DATA_ATTR:!1,ALLOW_ARIA_ATTR:!1,RETURN_DOM_FRAGMENT:!0},Nm={class:t=>t.split(" ").every(e=>bm.test(e)),href:t=>Ds(t)===t,src:t=>Vl.test(t),start:t=>/^\d{1,9}$/.test(t),target:t=>t==="_blank",rel:t=>t==="noopener noreferrer nofollow"};ps.addHook("uponSanitizeAttribute",(t,e)=>{Nm[e.attrName]?.(e.attrValue)===!1&&(e.keepAttr=!1)});function Om(t){return ps.sanitize(t,Rm)}function Cm(t){for(let e of t.querySelectorAll(".jw-code")){let n=e.querySelector(".jw-lang")?.textContent,r=n?`Code, ${n}`:"Code",i=`Copy the ${r.toLowerCase()}`;e.firstElementChild?.append(d("button","jw-copy",{type:"button","aria-label":i},"Copy")),Xl(e.querySelector("pre"),r)}for(let e of t.querySelectorAll(".jw-table"))Xl(e,"Table");for(let e of t.querySelectorAll(".jw-task"))e.setAttribute("role","img"),e.setAttribute("aria-label",e.textContent==="☑"?"done":"to do");return t}function Xl(t,e){t?.setAttribute("role","group"),t?.setAttribute("aria-label",e),t?.setAttribute("tabindex","0")}function en({kind:t,source:e,start:n,continues:r}){let i=t==="code"?Im(e):Lm(e),s=Cm(Om(i)),o=s.firstElementChild;return n!==null&&o?.tagName==="OL"&&o.setAttribute("start",String(n)),r&&o?.classList.add("jw-continues"),s}function Lm(t){try{return Sm.parse(t)}catch(e){if(!(e instanceof RangeError))throw e;return`<p>${Se(t)}</p>`}}function Im(t){let{code:e,lang:n}=jr(t);return Zl(e,n)}function Jl(t){let e=document.createDocumentFragment();return e.append(...qc(Bc(t)).map(en)),e}async function Pr({target:t}){let e=t instanceof Element?t.closest(".jw-copy"):null,n=e?.closest(".jw-code")?.querySelector("code");!e||!n||(await Nn(n.textContent??""),e.textContent="Copied",setTimeout(()=>e.textContent="Copy",1200))}var Mm=4e7,Ql=2e5,Dm=4,$m=2e3,Pm=3e4;function Bm(t){let e=URL.createObjectURL(new Blob([Gi(t)],{type:"application/octet-stream"}));d("a","",{href:e,download:za(t)}).click(),setTimeout(()=>URL.revokeObjectURL(e),Pm)}function Um(t){let e=d("img","jw-artifact-image",{alt:t.name,decoding:"async"});return{el:d("div","jw-artifact-pad",{},e),draw({data:n,mediaType:r}){let i=Gi({id:"",name:"",mediaType:r,data:n,version:0}),s=typeof i=="string"?null:Fa(i);if(!s)throw new TypeError("This is no image of that kind.");if(s[0]*s[1]>Mm)throw new RangeError(`${s[0]} × ${s[1]} pixels are too many to show.`);[e.width,e.height]=s,e.src=`data:${Et(r)};base64,${n.replace(/[^A-Za-z0-9+/=]/g,"")}`}}}function zm(t){let e=d("img","jw-artifact-image",{alt:t.name});return{el:d("div","jw-artifact-pad",{},e),draw:({data:n})=>{e.src=`data:image/svg+xml;charset=utf-8,${encodeURIComponent(String(n))}`}}}function Fm(t){let e=d("pre","jw-artifact-scroll jw-artifact-text",{tabindex:"0",role:"group","aria-label":t.name,dir:"auto"});return{el:e,draw:({data:n})=>O(e,tu(String(n)))}}function qm(t){let e=d("div","jw-artifact-scroll jw-markdown",{tabindex:"0",role:"group","aria-label":t.name,dir:"auto"});return e.addEventListener("click",Pr),{el:e,draw:({data:n})=>e.replaceChildren(Jl(tu(String(n))))}}var tu=t=>t.length>Ql?`${t.slice(0,Ql)}
… (the rest is in the download)`:t;function Hm(t){let e=es(t.name);return{el:e.el,draw:({data:n})=>e.draw(Yi(n))}}function Wm(t){let e=es(t.name),n=Et(t.mediaType)==="text/csv"?",":"	";return{el:e.el,draw({data:r}){let[i=[],...s]=Da(String(r),n);e.draw({columns:i,rows:s})}}}function Gm(t){let e=Ya(t.name);return{el:e.el,draw:({data:n})=>e.draw(n)}}function eu(t,e,n,r){let i=Wa(t,e.name,n,r),s=o=>typeof o=="string"?JSON.parse(o):o;return{el:i.el,draw:({data:o})=>i.draw(s(o)),picture:i.picture,destroy:i.destroy}}var Km={image:Um,svg:zm,plotly:(t,e,n)=>eu("plotly",t,e,n),vega:(t,e,n)=>eu("vega",t,e,n),table:Hm,csv:Wm,json:Gm,markdown:qm,text:Fm,file:null},Ps=class{constructor(e,n){this.row=e,this.load=n,this.name=d("bdi","jw-artifact-name jw-cut"),this.about=d("span","jw-num"),this.button=d("button","jw-download",{type:"button"},"Download"),this.body=d("div","jw-artifact-body"),this.problem=d("div","jw-artifact-note",{hidden:""});let r=d("div","jw-artifact-line",{},this.name,this.about,d("span","jw-space"),this.button);this.el=d("div","jw-artifact",{role:"group"},r,this.body,this.problem),this.button.addEventListener("click",()=>Bm(this.row)),this.painter=void 0,this.kind=void 0,this.busy=!1,this.wanted=!1,this.over=!1,this.waiting=[],this.rested=0,this.timer=void 0,this.set(e)}set(e){this.row=e,this.el.setAttribute("aria-label",`Artifact ${e.name}`),this.el.classList.toggle("jw-superseded",!!e.superseded),(this.name.textContent!==e.name||!!e.superseded!=(this.name.firstElementChild!==null))&&this.name.replaceChildren(e.superseded?d("del","",{},e.name):e.name),this.name.title=e.superseded?`${e.name} (superseded by a later attempt)`:e.name,O(this.about,e.left===void 0?Ki(Ua(e)):`${Ki(e.left)}, not kept`),this.button.hidden=e.data==null,this.button.setAttribute("aria-label",`Download ${e.name}`),this.draw()}draw(){if(this.wanted=!0,this.busy||this.timer!==void 0||this.over)return;let e=this.rested-performance.now();if(e<=0)return void this.paint();this.timer=setTimeout(()=>{this.timer=void 0,this.paint()},e)}async paint(){this.busy=!0,this.wanted=!1;let e=performance.now();this.body.style.minHeight=`${this.body.offsetHeight}px`;try{let n=this.painterFor(this.row)?.draw(this.row);n&&await n,this.explain("")}catch(n){this.explain(`It cannot be shown. ${n.message}`)}if(this.body.style.minHeight="",this.rested=performance.now()+Math.min($m,Dm*(performance.now()-e)),this.busy=!1,this.wanted)this.draw();else for(let n of this.waiting.splice(0))n()}drawn(){return this.busy||this.wanted?new Promise(e=>this.waiting.push(e)):Promise.resolve()}async picture(){await this.drawn();try{return await this.painter?.picture?.()??""}catch{return""}}painterFor(e){let n=Pa(e);return n!==this.kind&&(this.painter?.destroy?.(),this.kind=n,this.el.dataset.kind=n,this.painter=Km[n]?.(e,this.load,()=>this.draw()),this.body.replaceChildren(...this.painter?[this.painter.el]:[])),this.painter}explain(e){this.problem.hidden=!e,this.body.hidden=!!e||!this.painter,O(this.problem,e)}destroy(){this.over=!0,clearTimeout(this.timer),this.painter?.destroy?.()}};function nu(t){let e=d("div","jw-artifacts",{role:"group","aria-label":"Artifacts",hidden:""}),n=new Map,r=new Set;function i(){for(let s of r)n.get(s)?.destroy(),n.get(s)?.el.remove(),n.delete(s);r.clear(),e.hidden=n.size===0}return{el:e,set(s){for(let o of s){r.delete(o.id);let a=n.get(o.id);if(a)a.set(o);else{let c=new Ps(o,t.library);n.set(o.id,c),e.append(c.el)}}e.hidden=n.size===0},clear(){for(let s of n.keys())r.add(s);queueMicrotask(i)},pictures(){let s=[...n.values()].filter(o=>o.painter?.picture);return Promise.all(s.map(async o=>({id:o.row.id,data:await o.picture()})))},destroy(){for(let s of n.keys())r.add(s);i()}}}h();h();h();var Ym=12,Bs=1e3,Br=class{constructor(e){this.flow=d("div","jw-flow"),this.scroller=d("div","jw-scroller",{role:"log","aria-live":"off","aria-label":e,tabindex:"0"}),this.scroller.append(this.flow),this.jump=d("button","jw-jump",{type:"button",hidden:""},"↓ Jump to end"),this.el=d("div","jw-pane",{},this.scroller,this.jump),this.following=!0,this.last=0,this.height=0,this.touched=-1/0;let n=()=>this.touched=performance.now();for(let r of["wheel","touchmove","pointerdown","keydown"])this.scroller.addEventListener(r,n,{passive:!0});this.scroller.addEventListener("scroll",()=>this.onScroll()),this.scroller.addEventListener("wheel",({deltaY:r})=>{r<0&&this.scroller.scrollTop>0&&(this.following=!1),this.showJump()},{passive:!0}),this.resized=new ResizeObserver(()=>this.following&&this.toEnd()),this.resized.observe(this.flow),this.resized.observe(this.scroller),this.jump.addEventListener("click",()=>{this.following=!0,this.toEnd(),this.scroller.focus({preventScroll:!0})})}destroy(){this.resized.disconnect()}toEnd(){this.scroller.scrollTop=this.scroller.scrollHeight,this.last=this.scroller.scrollTop,this.height=this.scroller.scrollHeight,this.showJump()}onScroll(){let{scrollTop:e,scrollHeight:n,clientHeight:r}=this.scroller;if(r){if(n===this.height||performance.now()-this.touched<Bs){let i=n-e-r<Ym,s=i&&n<this.height;e<this.last-1?this.following&&=s:i&&e>this.last&&(this.following=!0)}this.height=n,this.last=e,this.showJump()}}showJump(){this.jump.hidden=this.following}};h();h();function tn(t,e,n){let r=t.childNodes[e]??null;for(let i of[...n.childNodes]){let s=r?r.nextSibling:null;r?Xm(r,i)||t.replaceChild(i,r):t.appendChild(i),r=s}for(;r;){let i=r.nextSibling;t.removeChild(r),r=i}}function Xm(t,e){return t.isEqualNode(e)?!0:t instanceof Text&&e instanceof Text?(e.data.startsWith(t.data)?t.appendData(e.data.slice(t.length)):t.data=e.data,!0):t.cloneNode(!1).isEqualNode(e.cloneNode(!1))?(tn(t,0,e),!0):!1}var Vm=2e3,Zm=4e3,Jm=10,Qm=t=>(t.length/80+t.split(`
`).length)*16,Ur=class{constructor(e){this.el=e,this.cleaner=new Nt,this.splitter=new Rn,this.waiting=[],this.box=void 0,this.size=0,this.height=0,this.kept=0,this.changed=!1,this.complete=!1,this.notBefore=0,this.code=void 0}append(e){this.waiting.push(...this.splitter.push(this.cleaner.push(e))),this.changed=!0,this.complete=!1}paint(e){for(;this.waiting.length;)if(this.finish(this.waiting.shift()),performance.now()>=e)return!1;let n=performance.now();return this.changed?n<this.notBefore?!1:(this.drawOpen(!1),this.notBefore=performance.now()+Jm*(performance.now()-n),!0):!0}settle(){for(;this.waiting.length;)this.finish(this.waiting.shift());this.complete||(this.drawOpen(!0),this.complete=!0)}finish(e){let n=this.boxFor(e);tn(n,this.kept,en(e)),this.kept=n.childNodes.length,this.size+=e.source.length,this.height+=Qm(e.source),n.style.containIntrinsicSize=`auto ${Math.ceil(this.height)}px`,this.code=void 0,this.changed=!0,this.notBefore=0,this.size>=Vm&&(this.box=void 0)}drawOpen(e){this.changed=!1;let n=this.splitter.open;if(!n||n.kind==="code"&&!e&&this.drawCode(n))return;this.code=void 0;let r=e||n.kind==="code"?n.source:Gc(n.source);tn(this.boxFor(n),this.kept,en({...n,source:r}))}drawCode(e){let n=ew(e.source);if(n.length<=Zm)return tn(this.boxFor(e),this.kept,en({...e,source:n})),!0;if(!this.code){let r=this.boxFor(e);tn(r,this.kept,en({...e,source:n})),this.code=new Us(r.lastElementChild?.querySelector("code"))}return this.code.show(jr(n).code),!0}boxFor(e){return this.box?this.box:(this.box=d("div","jw-block",{dir:"auto"}),this.size=this.kept=this.height=0,this.el.append(this.box),this.box)}},ew=t=>t.replace(/\n {0,3}(?:`+|~+) *$/,`
`),Us=class{constructor(e){this.el=e,this.shown=e.textContent?.length??0,this.last=new Text,this.addRows()}show(e){for(let n of $s(e.slice(this.shown)))this.last.length>=$r&&this.last.data.endsWith(`
`)&&this.addRows(),this.last.appendData(n);this.shown=e.length}addRows(){this.last=new Text,this.el.append(d("span","jw-rows",{},this.last))}};h();var ru=2048,tw=/^(DEBUG|INFO|WARNING|WARN|ERROR|CRITICAL|FATAL)(?=[\s:])/,nw=["DEBUG","INFO","WARNING","ERROR","CRITICAL","FATAL"],zr=class{constructor(e){this.el=e,this.cleaner=new Nt,this.pending="",this.box=void 0,this.size=0,this.lineEnded=!0}append(e){this.pending+=this.cleaner.push(e)}paint(e){let n=0,r=this.pending;for(;n<r.length&&performance.now()<e;){let i=this.pieceEnd(r,n),s=r.slice(n,i);if(this.lineEnded&&nw.some(o=>o.startsWith(s)))break;this.draw(s),n=i}return this.pending=r.slice(n),!this.pending.includes(`
`)}settle(){this.paint(1/0),this.pending&&this.draw(this.pending),this.pending=""}pieceEnd(e,n){for(let r=e.indexOf(`
`,n)+1;r>0;r=e.indexOf(`
`,r)+1)if(r===e.length||r-n>=ru||/[A-Z]/.test(e[r]))return r;return e.length}draw(e){(!this.box||this.size>=ru&&this.lineEnded)&&this.addBox();let n=this.box,r=this.lineEnded?tw.exec(e)?.[1]:void 0;r&&n.append(d("span","jw-level",{"data-level":r.toLowerCase()},r));let i=r?e.slice(r.length):e;n.lastChild instanceof Text?n.lastChild.appendData(i):n.append(i),this.size+=e.length,this.lineEnded=e.endsWith(`
`)}addBox(){this.box=d("div","jw-block",{dir:"auto"}),this.size=0,this.el.append(this.box)}};var rw=8,iw=1e3,Fr=class extends Br{constructor(e,n,r,{markdown:i=!1}={}){super(e),this.schedule=n,this.nameOf=r,this.markdown=i,this.flow.classList.add(i?"jw-markdown":"jw-plain"),this.flow.addEventListener("click",Pr),this.lines=0,this.segments=new Map,this.runs=[],this.marks=new Map,this.wanted=void 0,this.over=!1,this.quiet=void 0}destroy(){clearTimeout(this.quiet),super.destroy()}clear(){clearTimeout(this.quiet),this.segments.clear(),this.runs=[],this.marks.clear(),this.flow.replaceChildren(),this.lines=0,this.schedule()}apply(e,n){let r=this.segments.get(e.seg);r||this.segments.set(e.seg,r={attempt:e.attempt,old:n,pieces:[],drawn:0}),r.pieces.push(e.text),this.over=!1;for(let i=e.text.indexOf(`
`);i>=0;i=e.text.indexOf(`
`,i+1))this.lines++;this.schedule()}supersede(e){let n=this.segments.get(e);!n||n.old||(n.old=!0,this.schedule())}paint(){clearTimeout(this.quiet),this.arrange();let e=performance.now()+rw,n=!0;for(let r of this.runs)n=this.feed(r).paint(e)&&n,n&&(this.over||r!==this.runs.at(-1))&&r.body.settle();this.following?this.toEnd():n&&this.goBack(),this.showJump(),n?this.over||(this.quiet=setTimeout(()=>this.settle(),iw)):this.schedule()}settle(){this.over||(this.over=!0,this.schedule())}restore({following:e,top:n}){this.following=e,this.wanted=e?void 0:n,this.schedule()}show(){this.following||(this.wanted??=this.last),this.schedule()}goBack(){this.wanted!==void 0&&(performance.now()-this.touched<Bs?this.wanted=void 0:(this.scroller.scrollTop=this.wanted,this.scroller.scrollTop>=this.wanted-1&&(this.wanted=void 0)))}arrange(){for(let n of[...this.runs])n.segments.some(({old:r})=>r!==n.old)?this.strike(n):n.wrong&&this.replace(n);let e=this.runs.reduce((n,{segments:r})=>n+r.length,0);for(let n of[...this.segments.values()].slice(e)){let r=this.runs.at(-1);r&&r.attempt===n.attempt&&r.old===n.old?r.segments.push(n):this.begin(n)}}begin(e){let n=this.runs.at(-1);if(n&&n.attempt!==e.attempt){let i=d("div","jw-attempt");this.marks.set(i,e.attempt),this.flow.append(i),this.showAttempts()}let r=this.makeRun([e]);n?.attempt===e.attempt&&this.join(n,r),this.runs.push(r),this.flow.append(r.body.el)}makeRun(e){let[{attempt:n,old:r}]=e;for(let s of e)s.drawn=0;let i=this.makeBox(n,r);return{attempt:n,old:r,segments:e,body:this.markdown?new Ur(i):new zr(i),wrong:!1}}makeBox(e,n){if(!n)return d("div","jw-run");let r=d("del","jw-run",{title:`Attempt ${e}, superseded`});return r.append(d("span","jw-said",{},`Superseded, attempt ${e}: `)),r}strike(e){if(!e.segments.every(({old:r})=>r))return this.replace(e);e.old=!0;let n=this.makeBox(e.attempt,!0);n.append(...e.body.el.childNodes),e.body.el.replaceWith(n),e.body.el=n}replace(e){let n=[];for(let i of e.segments)n.at(-1)?.[0].old===i.old?n.at(-1)?.push(i):n.push([i]);let r=n.map(i=>this.makeRun(i));this.runs.splice(this.runs.indexOf(e),1,...r);for(let i of r)this.feed(i).paint(1/0);for(let[i,s]of r.slice(1).entries())this.join(r[i],s);e.body.el.replaceWith(...r.map(({body:i})=>i.el))}join(e,n){e.segments.at(-1)?.pieces.at(-1)?.endsWith(`
`)||(e.body.el.classList.add("jw-goes-on"),n.body.el.classList.add("jw-went-on"))}feed(e){for(let[n,r]of e.segments.entries())for(r.drawn<r.pieces.length&&e.segments[n+1]?.drawn&&(e.wrong=!0);r.drawn<r.pieces.length;r.drawn++)e.body.append(r.pieces[r.drawn]);return e.wrong&&this.schedule(),e.body}showAttempts(){for(let[e,n]of this.marks){let r=this.nameOf(n);O(e,r),e.title=r}}};var Fs="answer",sw="log",ow=new Set([Fs,"reasoning"]),aw=0,iu=t=>t===Fs?0:t===sw?2:1,zs=t=>t.charAt(0).toUpperCase()+t.slice(1);function su(t,{nameOf:e,schedule:n}){let r=d("div","jw-tabs",{role:"tablist","aria-label":"Text",hidden:""}),i=d("bdi","jw-caption",{"aria-hidden":"true",hidden:""}),s=d("div","jw-channels",{hidden:""},r,i);t.append(s);let o=[],a=null,c,p={};function u(f){return o.find(_=>_.ch===f)??w(f)}function w(f){let _=`jw-channel-${++aw}`,y=()=>v.paint(),v=new Fr(zs(f),()=>c===f&&n(y),e,{markdown:ow.has(f)}),$=d("span","jw-news",{hidden:""},d("span","jw-said",{},", new text")),L=d("bdi","jw-cut",{},zs(f)),M=d("button","jw-tab",{type:"button",role:"tab",id:_,"aria-controls":`${_}-panel`},L,$),N=d("div","jw-panel",{id:`${_}-panel`,"data-channel":f},v.el),z={ch:f,pane:v,tab:M,news:$,panel:N};M.addEventListener("click",()=>m(f));let U=o.find(D=>iu(D.ch)>iu(f));return r.insertBefore(M,U?.tab??null),s.insertBefore(N,U?.panel??null),o.splice(U?o.indexOf(U):o.length,0,z),x(o.find(D=>D.ch===a)?.ch??o[0].ch),p[f]&&v.restore(p[f]),z}function m(f){a=f,x(f)}function x(f){let _=c!==f;c=f,s.hidden=!1;let y=o.length>1;r.hidden=!y,i.hidden=y||f===Fs,O(i,zs(f));for(let{tab:v,panel:$,news:L,pane:M,ch:N}of o){let z=N===f;v.setAttribute("aria-selected",String(z)),v.tabIndex=z?0:-1,$.hidden=!z,y&&$.setAttribute("role","tabpanel"),y&&$.setAttribute("aria-labelledby",v.id),z&&(L.hidden=!0,_&&M.show())}}return r.addEventListener("keydown",f=>{let _=o.findIndex(({ch:L})=>L===c),y={ArrowRight:_+1,ArrowLeft:_-1+o.length,Home:0,End:o.length-1}[f.key];if(y===void 0||f.altKey||f.ctrlKey||f.metaKey)return;f.preventDefault();let{ch:v,tab:$}=o[y%o.length];m(v),$.focus()}),{el:s,addText(f,_){for(let y of f){let v=u(y.ch);v.pane.apply(y,_.has(y.seg)),y.ch!==c&&y.text&&(v.news.hidden=!1)}},supersede(f){for(let _ of f)for(let{pane:y}of o)y.supersede(_)},clear(){for(let{pane:f,news:_}of o)f.clear(),_.hidden=!0},showAttempts(){for(let{pane:f}of o)f.showAttempts()},settle(){for(let{pane:f}of o)f.settle()},readingState(){let f=o.map(({ch:_,pane:y})=>[_,{following:y.following,top:y.last}]);return{chosen:a,panes:Object.fromEntries(f)}},restore(f){a=f.chosen,o.some(({ch:_})=>_===a)&&x(a),p=f.panes;for(let{ch:_,pane:y}of o)p[_]&&y.restore(p[_])},destroy(){for(let{pane:f}of o)f.destroy();o=[],s.remove()}}}h();var cw={queued:"queued",running:"running",waiting_input:"needs an answer",cancelling:"cancelling",completed:"completed",failed:"failed",cancelled:"cancelled"};function ou(t,e){let n=d("span","jw-label"),r=d("span","jw-num",{hidden:""}),i=d("div","jw-children",{hidden:"",role:"group","aria-label":"Child jobs",tabindex:"0"},n,r),s=new Map;function o(a){let c=d("span","jw-code",{},Tr(a.id)),[p,u]=[d("bdi","jw-cut"),d("span","jw-num")],w=d("span","jw-said",{},e?"Open child job ":"Copy the id of child job "),m=d("span","jw-said"),x=d("button","jw-child",{type:"button"},d("span","jw-child-dot"),w,p," ",c," ",u,m);x.addEventListener("click",()=>t(a.id,c)),r.before(x);let f={button:x,name:p,share:u,said:m};return s.set(a.id,f),f}return{el:i,set({children:a=[],childCount:c=0}){i.hidden=!c,O(n,c===1?"Child job":`${c} child jobs`);for(let p of a){let{button:u,name:w,share:m,said:x}=s.get(p.id)??o(p),f=p.state?cw[p.state]??p.state:"";u.dataset.state=p.state??"",O(w,p.type),O(m,p.state==="running"&&typeof p.progress=="number"?`${Math.round(p.progress*100)} %`:""),O(x,f&&` ${f}`),u.title=[f,e?p.id:`copy the id ${p.id}`].filter(Boolean).join(" · ")}r.hidden=c<=a.length,O(r,`and ${c-a.length} more`)},clear(){for(let{button:a}of s.values())a.remove();s.clear()}}}h();function au(){let t=new Set,e=0,n=new Set;function r(){e=0;let i=t;t=new Set;for(let s of i)s()}return{schedule(i){t.add(i),e||(e=requestAnimationFrame(r))},later(i,s){let o=setTimeout(()=>(n.delete(o),i()),s);n.add(o)},destroy(){for(let i of n)clearTimeout(i);e&&cancelAnimationFrame(e)}}}h();var lw=["failed","cancelled"];function cu(t,{announce:e,later:n,changed:r}){let i=d("strong","jw-title jw-cut"),s=d("span","jw-pill"),o=d("span","jw-num jw-again jw-cut",{hidden:""}),a=d("button","jw-cancel",{type:"button"},"Cancel"),c=d("button","jw-cancel jw-retry",{type:"button",hidden:""},"Retry"),p=d("span","jw-num jw-elapsed"),u=d("span"),w=d("button","jw-id",{type:"button"},d("span","jw-said",{},"Copy the job id "),u,Yc()),m=d("div","jw-header",{},d("span","jw-dot"),i,s,o,d("span","jw-space"),a,c,p,w),x=Xc(e,n),f,_={cancel:"",retry:""},y={cancel:"",retry:""},v=!1;function $(N,z){_[N]="asking",y[N]="",M(),z(),n(()=>{_[N]==="asking"&&(_[N]="late",M())},2e3)}a.addEventListener("click",()=>{f&&!_.cancel&&f.state!=="cancelling"&&$("cancel",t.cancel)}),c.addEventListener("click",()=>{t.retry&&!_.retry&&$("retry",t.retry)}),w.addEventListener("click",()=>f&&x(f.job_id,u));function L(N,z,U,D,X){z&&document.activeElement===N&&w.focus({preventScroll:!0}),N.hidden=z,N.setAttribute("aria-disabled",String(U)),O(N,D),N.setAttribute("aria-label",U?`${D}: job ${X}`:`${D} job ${X}`)}function M(){if(!f)return;let{state:N}=f,z=N==="cancelling",U=z?"Cancelling":_.cancel==="asked"?"Asked":_.cancel?"Asking…":"Cancel";L(a,De(N)||v,z||_.cancel!=="",U,f.title);let D=_.retry==="asked"?"Launching…":_.retry?"Asking…":"Retry";L(c,!t.retry||!lw.includes(N)||v,_.retry!=="",D,f.title),r()}return{el:m,copyId:x,set(N){let z=f;f=N;let{state:U,info:D}=N;z&&z.job_id!==N.job_id&&([_.cancel,_.retry,y.retry]=["","",""]),O(i,N.title),i.title=N.title,O(s,Ve[U]??U),o.hidden=N.attempt<2,O(o,er(D,N.attempt)),o.title=o.textContent??"",z?.job_id!==N.job_id&&O(u,Tr(N.job_id)),w.title=`Copy the id ${N.job_id}`,z?.state!==U&&((U==="cancelling"||De(U))&&(y.cancel=""),U!=="running"&&U!=="queued"&&(_.cancel=""),De(U)||(_.retry="")),M()},acknowledge({of:N,ok:z,error:U}){let D=N==="retry"?"retry":"cancel";_[D]=z&&_[D]?"asked":"",y[D]=U??"",M()},get note(){return f?De(f.state)?y.retry?[`Not launched again: ${y.retry}`,!0]:_.retry==="late"?["The kernel is busy: the wish to retry is queued there",!0]:null:y.cancel?[`Not cancelled: ${y.cancel}`,!0]:f.state==="cancelling"?["Waiting for the job to stop",!1]:_.cancel==="asking"?["Asking to cancel…",!1]:_.cancel==="late"?["The kernel is busy: the wish to cancel is queued there",!0]:_.cancel==="asked"?["Asked to cancel; waiting for the server",!1]:null:null},setDetached(N){v=N,M()},tick(N){if(!f)return;let{created:z,started:U,ended:D}=f.info,X=U||z,re=De(f.state);O(p,X?Qe((re&&D?D:N)-X,!re):"")},focus:()=>w.focus({preventScroll:!0})}}h();function lu(t){t.setAttribute("data-lm-suppress-shortcuts","true"),t.setAttribute("data-jp-suppress-context-menu","");let e=n=>n.stopPropagation();for(let n of["keydown","keypress","keyup"])t.addEventListener(n,e)}h();function uu(){let t=d("strong"),e=d("bdi"),n=d("pre","jw-trace",{tabindex:"0",role:"region","aria-label":"Traceback"}),r=d("details","",{"data-channel":"traceback"},d("summary","",{},"Traceback"),n),i=d("div","jw-error",{hidden:""},d("div","",{},t," ",e),r),s=d("pre","",{tabindex:"0",role:"region","aria-label":"Result"}),o=d("div","jw-result",{hidden:""},d("span","",{},"Result"),s);return{error:i,result:o,set(a){i.hidden=!a.error,O(t,a.error?.type??""),O(e,a.error?.message??""),r.hidden=!a.error?.traceback,O(n,a.error?.traceback??""),o.hidden=a.result===null||a.result===void 0,O(s,a.result??"")}}}h();h();var qr={samples:3,span:3,gain:.02},du={samples:5,span:10},uw=48*3600,Ln=class{constructor(){this.samples=[]}add(e,n,r=null){let i=this.samples.at(-1);if((n===null||i&&(n<i.share||r===null!=(i.done===null)))&&(this.samples=[]),n===null||i&&n===i.share&&this.samples.length)return;let s=this.samples.at(-2);for(s&&e-s.at<.5&&this.samples.pop(),this.samples.push({at:e,share:n,done:r});this.samples.length>qr.samples&&this.samples[1].at<e-30;)this.samples.shift()}read(e){let[n,r]=[this.samples[0],this.samples.at(-1)];if(!r||this.samples.length<qr.samples||r.share>=1)return null;let i=r.share-n.share,s=(r.at-n.at)/(this.samples.length-1),o=Math.max(r.at,e-2*s-1)-n.at;if(!(this.samples.length>=du.samples&&o>=du.span&&i>0)&&(o<qr.span||i<qr.gain))return null;let c=(1-r.share)*o/i-Math.max(0,Math.min(e,r.at+2*s)-r.at);return{perSecond:n.done===null||r.done===null?null:(r.done-n.done)/o,left:Math.max(0,c)}}text(e){let n=this.read(e);return n?[n.perSecond?dw(n.perSecond):"",pw(n.left)].filter(Boolean).join(" · "):""}};function dw(t){let[e,n]=t>=.95?[t,"s"]:t*60>=.95?[t*60,"min"]:[t*3600,"h"];return`${e>=9.5?Math.round(e).toLocaleString("en-US"):e.toFixed(1).replace(/\.0$/,"")}/${n}`}function pw(t){if(t>uw)return"";if(t<8)return"a few seconds left";if(t<50)return`about ${Math.ceil(t/10)*10} s left`;if(t<3300)return`about ${Math.max(1,Math.round(t/60))} min left`;let e=t/3600;return`about ${e<9.5?e.toFixed(1).replace(/\.0$/,""):Math.round(e)} h left`}var hw=["running","cancelling"];function pu(){let t=d("div","jw-fill"),e=d("div","jw-bar",{role:"progressbar","aria-valuemin":"0","aria-valuemax":"100","aria-label":"Progress"},t),n=d("span","jw-note jw-cut",{dir:"auto"}),r=d("span","jw-num jw-pace"),i=d("span","jw-num jw-percent"),s=d("div","jw-status",{},n,r,i),o=new Ln,a=0,c;function p(u){O(r,c?.state==="running"?o.text(u):"")}return{bar:e,line:s,tick:p,set(u,w){c=u;let{state:m,progress:x,message:f,info:_}=u;a!==u.attempt&&(o=new Ln),a=u.attempt,m==="running"&&o.add(w,x,_.done??null);let y=x===null&&hw.includes(m),v=m==="completed"?1:x??0;e.classList.toggle("jw-busy",y),t.style.width=y?"":`${(v*100).toFixed(1)}%`,y?e.removeAttribute("aria-valuenow"):e.setAttribute("aria-valuenow",String(Math.round(v*100))),f?e.setAttribute("aria-valuetext",y?f:`${Math.round(v*100)} %, ${f}`):e.removeAttribute("aria-valuetext"),O(i,x===null||m==="completed"?"":`${Math.round(x*100)} %`),p(w)},say(u,w){O(n,u),n.title=u,s.classList.toggle("jw-urgent",w),s.hidden=!u&&!i.textContent}}}h();h();var fw=["oneOf","anyOf","allOf","not","if","patternProperties","dependentRequired","dependentSchemas","propertyNames"],gw=["title","description","default","examples","$schema","$defs","$id","$comment"],We=t=>typeof t=="object"&&t!==null&&!Array.isArray(t),Hs=t=>typeof t=="string"?t:JSON.stringify(t);function Hr(t,e,n=0){if(!We(t)||n>8)return t===!0?{}:null;let{$ref:r,allOf:i,...s}=t,o=r??(Array.isArray(i)&&i.length===1?i[0]?.$ref:void 0);if(typeof o!="string")return t;if(!o.startsWith("#/"))return null;let a=e;for(let p of o.slice(2).split("/")){let u=p.replaceAll("~1","/").replaceAll("~0","~");if(!We(a)||!Object.hasOwn(a,u))return null;a=a[u]}let c=Hr(a,e,n+1);return c&&{...c,...s}}function mw(t,e){if(Array.isArray(t.type)&&t.type.includes("null")){let s=t.type.filter(o=>o!=="null");return[{...t,type:s.length===1?s[0]:s},!0]}let{anyOf:n,...r}=t;if(!Array.isArray(n)||!n.some(s=>s?.type==="null"))return[t,!1];let i=n.filter(s=>s?.type!=="null");return[{...i.length===1?Hr(i[0],e):{anyOf:i},...r},!0]}function ww(t){if(Array.isArray(t.enum)&&t.enum.length)return t.enum.map(n=>({value:n,label:Hs(n)}));if("const"in t)return[{value:t.const,label:String(t.title??Hs(t.const))}];let e=t.oneOf??t.anyOf;return!Array.isArray(e)||!e.length||!e.every(n=>We(n)&&"const"in n)?null:e.map(n=>({value:n.const,label:String(n.title??Hs(n.const))}))}function Wr(t,e=t){let n=(a,c={},p=[],u=!1)=>({kind:a,choices:p,schema:c,nullable:u});if(t==null||t===!0)return n("text");let r=Hr(t,e);if(!r)return n("json");let[i,s]=mw(r,e),o=ww(i);if(o)return n("choices",i,o,s);switch(i.type){case"boolean":return n("boolean",i,[{value:!0,label:"Yes"},{value:!1,label:"No"}],s);case"string":return n(i.maxLength>200||i.format==="textarea"?"lines":"text",i,[],s);case"number":case"integer":return n(i.type,i,[],s);case"array":return bw(i,e,s);case void 0:{let a=Object.keys(i).filter(c=>!gw.includes(c));return n(a.length?"json":"text",i,[],s)}default:return n("json",i,[],s)}}function bw(t,e,n){let r=We(t.items)&&!t.prefixItems?Wr(t.items,e):null;return{kind:r?.nullable?"json":r?.kind==="choices"?"several":r?.kind==="text"&&r.schema.type==="string"?"strings":"json",choices:r?.choices??[],schema:t,nullable:n}}function hu(t){let e=We(t)?Hr(t,t):null;if(!e||e.type!=="object"||!We(e.properties)||fw.some(s=>s in e)||We(e.additionalProperties))return null;let n=Object.keys(e.properties),r=Array.isArray(e.required)?e.required:[];if(!n.length||n.length>20||r.some(s=>!n.includes(s)))return null;let i=n.map(s=>{let o=Wr(e.properties[s],t),{title:a,description:c,default:p}=o.schema;return{...o,name:s,label:typeof a=="string"&&a?a:s,about:typeof c=="string"?c:"",required:r.includes(s),initial:e.default?.[s]??p}});return i.some(s=>s.kind==="json")?null:i}function fu(t){if(!We(t))return"";let e=t.default??t.examples?.[0];if(e!==void 0)return JSON.stringify(e,null,2);if(t.type==="array")return"[]";if(!We(t.properties))return"";let n={string:"",boolean:!1,array:[],object:{}},r=Object.entries(t.properties).map(([i,s])=>{let o=s?.default??s?.enum?.[0]??n[s?.type];return[i,o??null]});return JSON.stringify(Object.fromEntries(r),null,2)}function Ws(t,e,n={}){let r=t.trim()===""?NaN:Number(t);if(!Number.isFinite(r))throw"Type a number.";if(e&&!Number.isInteger(r))throw"Type a whole number.";let{minimum:i,maximum:s,exclusiveMinimum:o,exclusiveMaximum:a}=n;if(r<i||r>s||r<=o||r>=a)throw`${Kr(n,e)}, please.`;return r}function Gr(t,{minLength:e=0,maxLength:n=1/0,pattern:r}){let i=[...t].length;if(i<e)throw i||e>1?`At least ${e} characters, please.`:"Fill this in.";if(i>n)throw`At most ${n} characters, please.`;if(typeof r=="string"&&!yw(t,r))throw`This must match ${r}`;return t}function yw(t,e){try{return e.length>200||new RegExp(e,"u").test(t)}catch{return!0}}function gu(t){try{return JSON.parse(t)}catch(e){throw`This is not JSON: ${e.message}`}}function Kr({minimum:t,maximum:e,exclusiveMinimum:n,exclusiveMaximum:r},i){let s=i?"A whole number":"A number",[o,a]=[t,e].map(c=>typeof c=="number"?String(c):"");return o&&a?`${s} from ${o} to ${a}`:o?`${s} from ${o} up`:a?`${s} up to ${a}`:typeof n=="number"?`${s} above ${n}${typeof r=="number"?` and below ${r}`:""}`:typeof r=="number"?`${s} below ${r}`:s}h();var xw={date:"date",email:"email",uri:"url","date-time":"text"},mu=(t,e)=>JSON.stringify(t)===JSON.stringify(e),_w=0;function Gs(t,e,n,r=!1){return t.kind==="choices"?kw(t,e,n,r):t.kind==="boolean"?Ew(e,n):t.kind==="several"?vw(t,e,n):jw(t,e,n)}function kw({choices:t},e,n,r){let i=d("select","jw-input",e);return i.append(d("option","",{value:""},r?"–":"Choose…")),t.forEach(({value:o,label:a},c)=>{let p=d("option","",{value:String(c),dir:"auto"},a);p.selected=n!==void 0&&mu(o,n),i.append(p)}),{el:i,controls:[i],hint:"",read:()=>{if(i.value==="")throw"Choose an answer.";return t[Number(i.value)].value},blank:()=>i.value===""}}function Ew(t,e){let n=d("input","jw-check",{...t,type:"checkbox"});return n.checked=e===!0,{el:n,controls:[n],hint:"",read:()=>n.checked,blank:()=>!1}}function vw({choices:t,schema:e},n,r){let i=t.map(({value:p})=>{let u=d("input","jw-check",{type:"checkbox"});return u.checked=Array.isArray(r)&&r.some(w=>mu(w,p)),u}),{id:s,...o}=n,a=d("div","jw-several",{...o,role:"group"});a.append(...i.map((p,u)=>d("label","",{},p,d("bdi","",{},t[u].label))));let c=()=>t.filter((p,u)=>i[u].checked).map(({value:p})=>p);return i[0].id=s,{el:a,controls:i,hint:"",read:()=>wu(c(),e),blank:()=>!c().length}}function wu(t,{minItems:e=0,maxItems:n=1/0}){if(t.length<e)throw`At least ${e}, please.`;if(t.length>n)throw`At most ${n}, please.`;return t}function jw({kind:t,schema:e},n,r){let i=t==="json"||t==="lines"||t==="strings",s=d(i?"textarea":"input",`jw-input jw-${t}`,{...n,dir:"auto"});i?s.setAttribute("rows",t==="strings"?"3":"4"):Object.assign(s,{type:xw[e.format]??"text",autocomplete:"off"}),t==="number"&&(s.inputMode="decimal"),t==="integer"&&(s.inputMode="numeric"),t==="json"&&(s.spellcheck=!1),t==="json"?s.value=fu(e):Array.isArray(r)?s.value=r.join(`
`):r!=null&&(s.value=String(r));let o=()=>s.value.split(`
`).map(u=>u.trim()).filter(Boolean),a={text:()=>Gr(s.value,e),lines:()=>Gr(s.value,e),number:()=>Ws(s.value,!1,e),integer:()=>Ws(s.value,!0,e),strings:()=>wu(o().map(u=>Gr(u,e.items??{})),e),json:()=>gu(s.value)},c={text:"",lines:"",number:Kr(e,!1),integer:Kr(e,!0),strings:"One a line",json:"JSON"},p=t;return{el:s,controls:[s],hint:c[p],read:a[p],blank:()=>!s.value.trim()}}function bu(t){return{el:t.el,controls:t.controls,read:t.read}}function yu(t){let e=d("div","jw-form"),n=t.map(i=>Tw(i));e.append(...n.map(i=>i.el));let r=()=>{let i={},s=n.filter(o=>!o.into(i));if(!s.length)return i;throw s[0].field.controls[0].focus(),s.length===1?"":`${s.length} fields need another look.`};return{el:e,controls:n.flatMap(i=>i.field.controls),read:r}}function Tw(t){let{name:e,label:n,about:r,required:i,nullable:s,initial:o,kind:a}=t,c=`jw-field-${++_w}`,p=a==="several",u={id:c,"aria-describedby":`${c}-about ${c}-wrong`},w=p?{...u,"aria-labelledby":`${c}-label`}:u,m=Gs(t,w,o??void 0,!i);i&&a!=="boolean"&&!p&&m.controls[0].setAttribute("aria-required","true");let x=d(p?"span":"label","jw-field-label",{id:`${c}-label`,dir:"auto"},n);p||x.setAttribute("for",c),!i&&a!=="boolean"&&x.append(d("span","jw-optional",{}," optional"));let f=d("div","jw-field-about",{id:`${c}-about`,dir:"auto"},[r,m.hint].filter(Boolean).join(" · ")),_=d("div","jw-field-wrong",{id:`${c}-wrong`,hidden:""}),y=d("div",`jw-field jw-field-${a}`,{"data-name":e},x,m.el,f,_);function v(L){O(_,L),_.hidden=!L;for(let M of m.controls)L?M.setAttribute("aria-invalid","true"):M.removeAttribute("aria-invalid")}function $(L){v("");try{if(!m.blank()||i&&(p||a==="strings"))L[e]=m.read();else if(i&&s)L[e]=null;else if(i&&o==="")L[e]="";else if(i)throw a==="choices"?"Choose an answer.":"Fill this in.";return!0}catch(M){return v(String(M)),!1}}return{el:y,field:m,into:$}}var Sw=5,Aw=["json","lines","strings"],Rw=0;function xu(t,e){let n=++Rw,r=d("div","jw-prompt",{id:`jw-prompt-${n}`,dir:"auto"}),i=d("div","jw-fields"),s=d("span","jw-about",{id:`jw-about-${n}`,dir:"auto"}),o=d("span","jw-num jw-left"),a=d("span","jw-became"),c=d("div","jw-refused",{id:`jw-refused-${n}`,dir:"auto",hidden:""}),p=d("div","jw-foot",{},s,o),u=d("div","jw-question",{role:"group","aria-labelledby":r.id,hidden:""});u.append(r,i,c,p);let w=null,m=[],x,f="",_=!1,y,v=()=>f!==""||_;function $(C,B){!w||v()||(M(""),f="sending",B?.classList.add("jw-chosen"),N(),clearTimeout(y),y=setTimeout(()=>{f==="sending"&&(f="late",N())},2e3),t(w.key,C))}function L(){if(!x||v())return;let C;try{C=x.read()}catch(B){M(String(B)),(!x.el.contains(document.activeElement)||!x.el.matches(".jw-form"))&&x.controls[0].focus();return}$(C)}function M(C){if(O(c,C),c.hidden=!C,C&&e(C),!x?.el.matches(".jw-form"))for(let B of x?.controls??[])C?B.setAttribute("aria-invalid","true"):B.removeAttribute("aria-invalid")}function N(){for(let B of m)B.setAttribute("aria-disabled",String(v())),B instanceof HTMLSelectElement||B.matches("[type=checkbox]")?B.disabled=v():(B instanceof HTMLInputElement||B instanceof HTMLTextAreaElement)&&(B.readOnly=v()),f||B.classList.remove("jw-chosen");u.classList.toggle("jw-answered",v()),O(a,{"":"",sending:"Sending…",late:"The kernel is busy: the answer is queued there",sent:"Answer sent"}[f])}function z(C){let B=We(C.schema)?C.schema:{},te=typeof B.description=="string"?B.description:"",k=Wr(C.schema),E=k.kind==="json"?hu(C.schema):null;O(r,C.prompt),i.replaceChildren(),x=void 0;let b="";E?D(yu(E)):!k.nullable&&k.choices.length&&k.choices.length<=Sw&&k.kind!=="several"?U(k.choices,B.default):b=X(k,B),O(s,[te,b].filter(Boolean).join(" · "))}function U(C,B){m=C.map(({value:te,label:k})=>{let E=B!==void 0&&JSON.stringify(te)===JSON.stringify(B),b=d("button",E?"jw-choice jw-suggested":"jw-choice",{type:"button"});return b.append(d("bdi","",{},k)),b.addEventListener("click",()=>$(te,b)),b}),i.append(...m,a)}function D(C){x=C;let B=d("button","jw-send",{type:"button"},"Send");B.addEventListener("click",L);for(let te of C.controls)te.addEventListener("keydown",k=>re(k));m=[...C.controls,B],i.append(C.el,B,a)}function X(C,B){let k={"aria-label":typeof B.title=="string"?B.title:"Answer","aria-describedby":`${r.id} ${s.id} ${c.id}`},E=Gs(C.kind==="boolean"?{...C,kind:"choices"}:C,k,B.default,C.nullable),b=E.read;C.nullable&&(E.read=()=>E.blank()?null:b());let T=E.controls[0];typeof B.title=="string"&&"placeholder"in T&&(T.placeholder=B.title),D(bu(E));let P=Aw.includes(C.kind)?"Ctrl+Enter sends":"";return[E.hint,P].filter(Boolean).join("; ")}function re(C){if(C.key!=="Enter"||C.isComposing)return;let B=C.target;B.matches("select")||B.matches("textarea")&&!C.ctrlKey&&!C.metaKey||(C.preventDefault(),L())}return{el:u,get asking(){return w!==null},set(C,B){C?.key!==w?.key&&(w=C,f="",M(""),C&&z(C)),u.hidden=!C,B&&!f&&(f="sent"),N()},acknowledge({key:C,ok:B,error:te}){!w||C&&C!==w.key||(clearTimeout(y),f=B?"sent":"",N(),M(B?"":te??"The answer was not taken."),B&&e("Answer sent"))},setDetached(C){_=C,N()},tick(C){let B=w?.expires?w.expires-C:null;O(o,B===null?"":B>0?`${Qe(B,!0)} left`:"Time is up"),o.classList.toggle("jw-soon",B!==null&&B<30)},destroy(){clearTimeout(y)}}}h();h();var Nw=60;function In(t){return[["Detail",t.detail.length>Nw?t.detail:""],["Arguments",t.arguments??""],["Result",t.result??""],["Error",t.error??""]].filter(([,n])=>n)}function Ow(t){if(!/^\s*[[{]/.test(t))return t;try{return JSON.stringify(JSON.parse(t),null,2)}catch{return t}}function Ks(t,e){let n=In(e),r=[...t.children];(r.length!==n.length||n.some(([i],s)=>r[s].dataset.label!==i))&&t.replaceChildren(...n.map(([i])=>Cw(i))),n.forEach(([,i],s)=>O(t.children[s].querySelector("pre"),Ow(i)))}function Cw(t){let e=d("pre","",{dir:"auto",tabindex:"0",role:"region","aria-label":t}),n=d("button","jw-copy",{type:"button","aria-label":`Copy: ${t}`},"Copy");return n.addEventListener("click",async()=>{await Nn(e.textContent??""),O(n,"Copied"),setTimeout(()=>O(n,"Copy"),1200)}),d("div","jw-value",{"data-label":t},d("span","jw-label",{},t),e,n)}var Lw=20,Iw=12,Mw={completed:"✓",failed:"✕",cancelled:"–",interrupted:"–",running:""},Dw="kept from an earlier attempt",Ys=class{constructor(e){this.id=e,this.row=void 0,this.parent=null,this.children=[],this.wanted=void 0,this.detailed=!1,this.twist=d("span","jw-twist",{"aria-hidden":"true"}),this.icon=d("span","jw-icon",{role:"img"}),this.name=d("span","jw-name jw-cut",{dir:"auto"}),this.count=d("span","jw-num jw-count",{hidden:""}),this.detail=d("span","jw-detail jw-cut",{dir:"auto"}),this.took=d("span","jw-num"),this.line=d("div","jw-row",{},this.twist,this.icon,this.name,this.count,this.detail,this.took),this.node=d("div","jw-item",{role:"treeitem",tabindex:"-1"},this.line),this.el=d("li","jw-step",{role:"none"},this.node),this.group=void 0,this.panel=void 0}get depth(){let e=0;for(let n=this.parent;n;n=n.parent)e++;return e}get open(){return this.children.length?this.wanted??(this.row.status==="running"||this.children.length<=Lw):!1}get expandable(){return this.children.length>0||In(this.row).length>0}draw(){let{row:e}=this,{status:n}=e;this.icon.dataset.status=n,O(this.icon,Mw[n]??""),e.superseded?this.name.querySelector("del")?O(this.name.firstChild,e.name):this.name.replaceChildren(d("del","",{},e.name)):O(this.name,e.name),this.line.classList.toggle("jw-superseded",e.superseded);let r=[e.replayed?Dw:"",e.detail||n==="failed"&&e.error||e.arguments||""];O(this.detail,r.filter(Boolean).join(" · ")),this.detail.classList.toggle("jw-bad",n==="failed"&&!e.detail&&!!e.error),this.expandable?this.detail.removeAttribute("title"):this.detail.title=this.detail.textContent??"",this.icon.setAttribute("aria-label",e.superseded?`${n}, superseded`:n),this.fold(),this.panel&&this.detailed&&Ks(this.panel,e)}fold(){let{open:e,expandable:n}=this;this.group&&(this.group.hidden=!e),this.count.hidden=e||!this.children.length,O(this.count,this.count.hidden?"":`(${this.children.length.toLocaleString("en-US")})`),this.detailed&&!this.panel&&(this.panel=d("div","jw-step-more"),Ks(this.panel,this.row),this.line.after(this.panel)),this.panel&&(this.panel.hidden=!this.detailed);let r=this.children.length?e:this.detailed;n?this.node.setAttribute("aria-expanded",String(r)):this.node.removeAttribute("aria-expanded"),this.line.classList.toggle("jw-opens",n),this.twist.dataset.open=n?String(r):""}place(){let{depth:e}=this;this.node.setAttribute("aria-level",String(e+1)),this.el.style.setProperty("--depth",String(Math.min(e,Iw)));for(let n of this.children)n.place()}tick(e,n){let{started:r,ended:i,status:s}=this.row;i&&r?O(this.took,Qe(i-r)):O(this.took,s==="running"&&r&&!n?Qe(e-r,!0):"")}adopt(e){this.group||(this.group=d("ul","jw-group",{role:"group"}),this.el.append(this.group)),_u(this.children,this.group,e),e.parent=this,e.place(),this.fold()}isWithin(e){for(let n=this;n;n=n.parent)if(n===e)return!0;return!1}};function _u(t,e,n){let r=t.length;for(;r>0&&t[r-1].row.order>n.row.order;)r--;e.insertBefore(n.el,t[r]?.el??null),t.splice(r,0,n)}function ku(t){let e=d("ul","jw-steps",{role:"tree","aria-label":"Steps",hidden:""}),n=new Map,r=new WeakMap,i=[],s=new Map,o=new Set,a,c=!0,p=0;function u(k){let E=new Ys(k.id);E.row=k,n.set(k.id,E),r.set(E.node,E);let b=k.parent===k.id?void 0:n.get(k.parent??"");b?b.adopt(E):(_u(i,e,E),E.place(),k.parent&&s.set(k.parent,(s.get(k.parent)??new Set).add(E)));for(let T of s.get(k.id)??[])E.isWithin(T)||(i.splice(i.indexOf(T),1),E.adopt(T));return s.delete(k.id),E}function w(k){for(let E of k){let b=n.get(E.id);b&&(b.row=E);let T=b??u(E);E.status==="running"?o.add(T):o.delete(T),T.tick(m,x),T.draw()}e.hidden=n.size===0,!a&&i.length&&$(i[0]),a&&!y(a)&&$(v(a)),c&&t(_)}let m=0,x=!1;function f(k,E){[m,x]=[k,E];for(let b of o)b.tick(k,E)}let _=()=>{e.scrollTop=e.scrollHeight,p=e.scrollTop};e.addEventListener("scroll",()=>{e.scrollHeight-e.scrollTop-e.clientHeight<8?c=!0:e.scrollTop<p-1&&(c=!1),p=e.scrollTop});function y(k){for(let E=k.parent;E;E=E.parent)if(!E.open)return!1;return!0}function v(k){let E=k;for(let b=k.parent;b;b=b.parent)b.open||(E=b);return E}function $(k){let E=a?.node===document.activeElement&&a!==k;a?.node.setAttribute("tabindex","-1"),a=k,k.node.setAttribute("tabindex","0"),E&&k.node.focus({preventScroll:!0})}function L(k){k&&($(k),c=!1,k.node.focus({preventScroll:!0}),k.line.scrollIntoView({block:"nearest"}))}let M=k=>k.open?M(k.children.at(-1)):k,N=k=>k.parent?.children??i;function z(k){if(k.open)return k.children[0];for(let E=k;E;E=E.parent){let b=N(E),T=b[b.indexOf(E)+1];if(T)return T}}function U(k){let E=N(k),b=E[E.indexOf(k)-1];return b?M(b):k.parent??void 0}function D(k,E=!k.open){k.children.length&&(k.wanted=E,c=!1,k.fold(),a&&!y(a)&&$(k))}function X(k,E=!k.detailed){In(k.row).length&&(k.detailed=E,c=!1,k.fold())}function re(k){In(k.row).length?X(k):D(k)}function C(k){k.open?L(k.children[0]):k.children.length?D(k,!0):X(k,!0)}function B(k){k.open?D(k,!1):k.detailed?X(k,!1):L(k.parent??void 0)}let te={ArrowDown:k=>L(z(k)),ArrowUp:k=>L(U(k)),ArrowRight:C,ArrowLeft:B,Home:()=>L(i[0]),End:()=>L(M(i.at(-1))),Enter:re," ":re,"*":k=>N(k).forEach(E=>D(E,!0))};return e.addEventListener("keydown",k=>{let E=r.get(k.target),b=te[k.key],T=k.ctrlKey||k.metaKey||k.altKey||k.shiftKey&&k.key!=="*";!E||!b||T||(k.preventDefault(),b(E))}),e.addEventListener("focusin",k=>{let E=r.get(k.target);E&&$(E)}),e.addEventListener("click",k=>{let E=k.target,b=E.closest(".jw-row"),T=b?.parentElement&&r.get(b.parentElement);T&&($(T),T.node.focus({preventScroll:!0}),E.closest(".jw-twist")&&T.children.length?D(T):re(T))}),{el:e,set:w,tick:f,clear(){e.replaceChildren(),e.hidden=!0,n.clear(),s.clear(),o.clear(),i.length=0,a=void 0},get last(){return p}}}h();var $w=.8,Mn=t=>t.toLocaleString("en-US");function Xs(t){return t===0||t>=.01?`$${t.toLocaleString("en-US",{minimumFractionDigits:2,maximumFractionDigits:2})}`:t<1e-4?"<$0.0001":`$${t.toFixed(4).replace(/0+$/,"")}`}function Pw({inputTokens:t,outputTokens:e,cost:n,maxTokens:r,maxCost:i}){let s=t+e,o=[];(s||r)&&o.push(r?`${Mn(s)} of ${Mn(r)} tokens`:`${Mn(s)} tokens`),(n||i)&&o.push(i?`${Xs(n)} of ${Xs(i)}`:Xs(n));let a=[r?s/r:null,i?n/i:null].filter(c=>c!==null);return{text:o.join(" · "),detail:s?`${Mn(t)} in, ${Mn(e)} out`:"",share:a.length?Math.max(...a):null}}function Eu(){let t=d("span","jw-num jw-usage-text"),e=d("span","jw-num jw-usage-detail"),n=d("span","jw-meter-fill"),r=d("span","jw-meter",{role:"meter","aria-label":"Budget used","aria-valuemin":"0","aria-valuemax":"100"},n),i=d("div","jw-usage",{hidden:""},t,e,r);return{el:i,set(s){let o=s?Pw(s):{text:"",detail:"",share:null};if(i.hidden=!o.text,O(t,o.text),O(e,o.detail),r.hidden=o.share===null,o.share===null)return;let a=Math.min(100,Math.round(o.share*100));n.style.width=`${a}%`,r.setAttribute("aria-valuenow",String(a)),r.setAttribute("aria-valuetext",`${Math.round(o.share*100)} % of the budget: ${o.text}`),r.dataset.level=o.share>=1?"over":o.share>=$w?"near":"fine"}}}function vu(t,e){let n=au(),r,i=0,s=0,o=1,a=!1,c=null,p=new Set,u=d("span","jw-said",{role:"status","aria-live":"polite"}),w=E=>O(u,E),m=cu(e,{announce:w,later:n.later,changed:re}),x=pu(),f=xu(e.answer,w),_=Ma(),y=uu(),v=ku(n.schedule),$=ou(e.open??m.copyId,!!e.open),L=d("div","jw-texts"),M=su(L,{nameOf:E=>er(r?.info,E),schedule:n.schedule}),N=nu(e),z=Eu(),U=d("div","jw-card",{},m.el,x.bar,x.line,f.el,_.el,y.error,v.el);U.append($.el,L,N.el,y.result,z.el,u);let D=d("div","jw jw-activity",{role:"group"},U);lu(D),t.append(D);let X=()=>{let E=Date.now()/1e3;return E+i+(E-s)*(o-1)};function re(){if(!r)return;let{state:E,info:b,job_id:T}=r,P=m.note??[Bo(r),!1];!De(E)&&a?P=[`The kernel is gone; the job goes on: jw.attach("${T}")`,!0]:!De(E)&&b.problem&&(P=[`Not followed any more: ${b.problem}`,!0]),x.say(...P)}function C(E,b){if(!E||E.job_id!==b.job_id)return;let{question:T}=b.info;T&&T.key!==E.info.question?.key?w(`Job ${b.title} asks: ${T.prompt}`):E.state!==b.state&&w(`Job ${b.title}: ${Ve[b.state]??b.state}`)}function B(E){let b=r;r=E;let{info:T}=E;T.now&&(s=Date.now()/1e3,i=T.now-s,o=T.pace??1),D.dataset.state=E.state,D.dataset.jobwidgetsJob=E.job_id,D.setAttribute("aria-label",`Job ${E.title}`),b&&b.job_id!==E.job_id&&$.clear(),C(b,E),x.set(E,X()),m.set(E),M.showAttempts(),!T.question&&f.el.contains(document.activeElement)&&m.focus(),f.set(T.question??null,T.answering??!1),_.set(T.answered),$.set(T),y.set(T),z.set(T.usage),De(E.state)&&M.settle(),te()}function te(){if(!r)return;D.isConnected&&(c=D.closest(".jp-OutputArea, .cell, body"));let E=X();f.tick(E),m.tick(E),x.tick(E),v.tick(E,De(r.state))}let k=setInterval(()=>r&&!De(r.state)&&!document.hidden&&te(),1e3);return{root:D,setHead:B,setSteps:E=>v.set(E),setArtifacts:E=>N.set(E),pictures:()=>N.pictures(),addText:E=>M.addText(E,p),supersede(E){let b=[...E];for(let T of b)p.add(T);M.supersede(b)},clear(){v.clear(),p.clear(),M.clear(),N.clear()},acknowledge(E){E.of==="answer"?f.acknowledge(E):m.acknowledge(E)},setDetached(E){a=E,f.setDetached(E),m.setDetached(E)},readingState(){let E=!!y.error.querySelector("details[open]");return{...M.readingState(),traceback:E,steps:v.last,host:c}},destroy(){clearInterval(k),f.destroy(),n.destroy(),M.destroy(),N.destroy(),D.remove()}}}h();var Yr=86400,Bw=[[Yr,"a day"],[7*Yr,"a week"],[30*Yr,"a month"]];function ju(t,e){let n=d("select","jww-field",{"aria-label":"How long the link is good"},...Bw.map(([a,c])=>d("option","",{value:String(a)},c)));n.value=String(7*Yr);let r=d("button","jww-plain",{type:"button"},"Make a link"),i=d("input","jww-field",{readonly:"","aria-label":"Link",hidden:""}),s=d("p","jww-help",{role:"status"}),o=d("details","jww-sharing",{},d("summary","",{},"Share"),d("p","",{},"Whoever has the link can look at this job: what it was asked, what it says and returns. They can do nothing, and see no other job. A link cannot be taken back."),d("div","jww-line",{},d("span","",{},"Good for"),n,r),i,s);return r.addEventListener("click",async()=>{r.disabled=!0;try{let{token:a,expires:c}=await e("POST",`${et(t)}/share`,{expires:Number(n.value)});i.value=`${yt(t)}#token=${a}`,i.hidden=!1,i.select(),O(s,`${await Uw(i)?"Copied. ":""}Good until ${lt(c)}.`)}catch(a){if(!(a instanceof je))throw a;O(s,a.message)}finally{r.disabled=!1}}),o}async function Uw(t){try{return await navigator.clipboard.writeText(t.value),!0}catch{return document.execCommand("copy")}}async function Tu({main:t,ask:e,connection:n,identity:r},i){let s=r.job!==null,o=await e("GET",et(i));t.classList.toggle("jww-readonly",s);let a=d("div","jw-live");t.append(Fw(s,r.expires),d("h1","jw-said",{},`Job ${o.type}`),a,...Hw(o,s)),s||t.append(ju(i,e));let c=w=>location.assign(yt(w)),p=new rr(o,e,n.subscriptions,{onChange:w=>document.title=qw(w),onRetried:c}),u=vu(a,{cancel:()=>p.hear({type:"cancel"}),answer:(w,m)=>p.hear({type:"answer",key:w,value:m}),retry:s?void 0:()=>p.hear({type:"retry"}),open:s?void 0:c,library:zw});return p.store.attach(u),()=>{p.close(),u.destroy()}}var zw=t=>import(new URL(`static/${t}.js`,ze).href);function Fw(t,e){return t?d("p","jww-crumb",{},d("strong","",{},"Shared with you"),` to look at, until ${lt(e)}`):d("nav","jww-crumb",{"aria-label":"Where you are"},d("a","",{href:Ft()},"← All jobs"))}function qw({state:t,type:e,progress:n}){let r=n?.value!=null&&!Me(t)?` ${Math.round(100*n.value/n.total)} %`:"";return`${Ve[t]??t}${r} · ${e} · jobwidgets`}function Hw(t,e){let n=o=>e?d("span","",{},o):d("a","",{href:yt(o)},o),r=[["Launched",lt(t.created)],["Not before",t.not_before&&lt(t.not_before)],["From",t.origin],["Tags",t.tags?.join(", ")],["Priority",t.priority!=="normal"&&t.priority],["Launched by job",t.parent&&n(t.parent)],["Schedule",t.schedule],["Repeats",t.retry_of&&n(t.retry_of)],["Id",d("code","",{},t.id)]],i=d("dl","jww-facts");for(let[o,a]of r)a&&i.append(d("dt","",{},o),d("dd","",{dir:"auto"},a));let s=[d("section","jww-about",{"aria-label":"About this job"},i)];if(Object.keys(t.params??{}).length){let o=d("pre","",{tabindex:"0","aria-label":"Parameters"},JSON.stringify(t.params,null,2));s.unshift(d("section","jww-params",{},d("h2","",{},"Parameters"),o))}return s}h();h();var Vs="jobwidgets.token",Xr=t=>`jobwidgets.share.${t}`,Ww="jobwidgets-share";function Vr(t){try{let e=t.split(".")[1].replaceAll("-","+").replaceAll("_","/"),n=Uint8Array.from(atob(e),s=>s.charCodeAt(0)),r=JSON.parse(new TextDecoder().decode(n)),i=[r.aud].flat().includes(Ww);return{token:t,user:String(r.sub??""),expires:Number(r.exp),job:i?String(r.job):null}}catch{return null}}function Zs(t){sessionStorage.setItem(t.job===null?Vs:Xr(t.job),t.token)}function Js(t,e){let n=new URLSearchParams(t.hash.slice(1)).get("token");if(n===null)return;e.replaceState(null,"",t.pathname+t.search);let r=Vr(n.trim());r&&(Zs(r),r.job===null&&Gw())}function Su(t){let e=t===null?null:sessionStorage.getItem(Xr(t));return Vr(e??sessionStorage.getItem(Vs)??"")}function Au(t){sessionStorage.removeItem(t.job===null?Vs:Xr(t.job))}function Gw(){for(let t of Object.keys(sessionStorage))t.startsWith(Xr(""))&&sessionStorage.removeItem(t)}function Ru(t,e){let n=d("input","jww-field",{id:"token",type:"password",autocomplete:"off",spellcheck:"false","aria-describedby":"token-help token-wrong"}),r=d("button","jww-primary",{type:"submit"},"Sign in"),i=d("p","jww-wrong",{id:"token-wrong",role:"alert"}),s=d("p","jww-help",{id:"token-help"},"Paste the output of ",d("code","",{},"jobwidgets token"),", or let ",d("code","",{},"jobwidgets open")," bring you here signed in."),o=d("form","jww-sign-in",{},d("h1","",{},"Sign in"),...t?[d("p","jww-why",{},t)]:[],d("label","",{for:"token"},"Token"),d("div","jww-line",{},n,r),i,s);o.addEventListener("submit",async c=>{c.preventDefault();let p=Vr(n.value.trim());if(!p)return a("This is not a token.");r.disabled=!0;try{await Xn(p.token)("GET",p.job===null?"jobs?limit=1":`jobs/${encodeURIComponent(p.job)}`),Zs(p),e()}catch(u){if(!(u instanceof je))throw u;a(u.message)}finally{r.disabled=!1}});function a(c){O(i,c),n.setAttribute("aria-invalid","true"),n.focus()}return{el:o,focus:()=>n.focus()}}var Kw=3e3,Dn=()=>{};function Yw(){let[t,e]=location.pathname.slice(ze.pathname.length).split("/");return t==="jobs"&&e?decodeURIComponent(e):null}function Ou(t,e){let n=e?d("a","jww-brand",{href:Ft()},"jobwidgets"):d("span","jww-brand",{},"jobwidgets"),r=d("main","",{id:"main"});return document.body.replaceChildren(d("header","jww-top",{},n,d("span","jww-space"),...t),r),r}function Nu(t){Dn(),Dn=()=>{},document.title="Sign in · jobwidgets";let e=Ru(t,Qs);Ou([],!1).append(e.el),e.focus()}async function Qs(){Dn(),Dn=()=>{};let t=Yw(),e=Su(t);if(!e)return Nu("");let n=u=>{Au(e),Nu(e.job===null?u:"This link is no longer good. Whoever sent it can make a new one.")},r=La(()=>i.open()),i=new fr(e.token,u=>{r.set(u),u.state==="refused"&&n(u.error)}),s=d("button","jww-plain",{type:"button"},"Sign out");s.addEventListener("click",()=>n(""));let o=Ou(e.job===null?[r.el,s]:[r.el],e.job===null),a=!1,c=()=>{};Dn=()=>{a=!0,c(),i.close(),r.destroy()};let p=Xw(Xn(e.token),n);for(i.open();!a;)try{let u={main:o,ask:p,connection:i,identity:e},w=await(t===null?ea(u):Tu(u,t));a?w():c=w;return}catch(u){if(!(u instanceof je))throw u;if(a||(o.replaceChildren(d("p","jww-trouble",{role:"alert"},u.message)),u.status>=400&&u.status<500))return;await new Promise(w=>setTimeout(w,Kw)),a||o.replaceChildren()}}function Xw(t,e){return async(n,r,i)=>{try{return await t(n,r,i)}catch(s){throw s instanceof je&&s.status===401&&e(s.message),s}}}function Cu(t){let e=t.target.closest("a"),n=t.button===1||t.button===0&&(t.ctrlKey||t.metaKey||t.shiftKey);!e||!n||!e.href.startsWith(ze.href)||(t.preventDefault(),open(e.href))}document.addEventListener("click",Cu);document.addEventListener("auxclick",Cu);document.body.classList.add("jw","jw-web");Ao(document.body,Ro,...To,No);Js(location,history);addEventListener("hashchange",()=>{location.hash.startsWith("#token=")&&(Js(location,history),Qs())});Qs();
