"""Papers that several algorithms build on, as their help cites them; what only one cites stands there."""

from __future__ import annotations

FASTHYDE = (
    "L. Zhuang, J. M. Bioucas-Dias: Fast Hyperspectral Image Denoising and Inpainting Based on Low-Rank and Sparse "
    "Representations. IEEE Journal of Selected Topics in Applied Earth Observations and Remote Sensing 11 (3), 2018. "
    "https://doi.org/10.1109/JSTARS.2018.2796570"
)
BM3D = (
    "K. Dabov, A. Foi, V. Katkovnik, K. Egiazarian: Image Denoising by Sparse 3-D Transform-Domain Collaborative "
    "Filtering. IEEE Transactions on Image Processing 16 (8), 2007. https://doi.org/10.1109/TIP.2007.901238"
)
NGMEET = (
    "W. He, Q. Yao, C. Li, N. Yokoya, Q. Zhao: Non-Local Meets Global: An Integrated Paradigm for Hyperspectral "
    "Denoising. CVPR 2019. https://doi.org/10.1109/CVPR.2019.00703"
)
RAS2S = (
    "J. Xiao, Y. Liu, X. Wei: Region-Aware Sequence-to-Sequence Learning for Hyperspectral Denoising. ECCV 2024. "
    "https://doi.org/10.1007/978-3-031-73027-6_13"
)
